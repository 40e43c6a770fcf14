import type { TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { errorBox } from '../controls/errorBox';
import { LightElement } from '../element';
import { errorText } from '../host';
import type { ViewSession } from '../session';

/** The view of a session; one that fails says so in its place and leaves the rest of the page alone. */
@customElement('loupe-view')
export class ViewPane extends LightElement {
  @property({ attribute: false }) session!: ViewSession;
  #watched: ViewSession | null = null;
  #releases: (() => void)[] = [];

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#release();
  }

  protected override willUpdate(): void {
    const { session } = this;
    if (this.#watched === session) return;
    this.#release();
    this.#watched = session;
    const update = () => this.requestUpdate();
    this.#releases.push(session.onChange(update), session.page.store.subscribe(update));
  }

  protected override render(): TemplateResult {
    const { session } = this;
    try {
      const { view } = session;
      return view.render(session.context(view));
    } catch (error) {
      return errorBox(
        errorText(error),
        () => this.requestUpdate(),
        () => void session.page.host.call('showLog', undefined),
      );
    }
  }

  #release(): void {
    this.#watched = null;
    for (const release of this.#releases.splice(0)) release();
  }
}
