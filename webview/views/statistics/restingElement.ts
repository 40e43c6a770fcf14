import type { TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import type { ViewContext } from '../../context';
import { errorBox } from '../../controls/errorBox';
import { Reading } from '../../controls/reading';
import { LightElement } from '../../element';
import { errorText, isCancelled } from '../../host';

/** What rests this long is measured: the picture comes first, and who walks the list reads no values. */
export const REST_MS = 150;

/** An element that measures one thing at a time: once that rests, anew when it is another, and no more when it goes. */
export abstract class RestingElement extends LightElement {
  @state() protected error: string | null = null;
  /** What is being read now; null where nothing is. */
  @state() protected reading: Reading | null = null;
  #key = '';
  #timer: ReturnType<typeof setTimeout> | undefined;

  abstract readonly context: ViewContext;
  /** Asks for all that is shown, and tells how far it is. */
  protected abstract measure(reading: Reading): Promise<void>;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stop();
    this.#key = '';
  }

  /** Stops all that was about another key; whether it was another. */
  protected isAnother(key: string): boolean {
    if (key === this.#key) return false;
    this.#key = key;
    this.#stop();
    this.error = null;
    return true;
  }

  protected soon(then: () => void, ms = REST_MS): void {
    this.#timer = setTimeout(then, ms);
  }

  /** Measures now; what an earlier call asked for is no longer wanted. */
  protected load(): void {
    this.reading?.cancel();
    const reading = new Reading(() => this.requestUpdate());
    this.reading = reading;
    this.error = null;
    this.measure(reading)
      .catch((error: unknown) => {
        if (this.reading === reading && !isCancelled(error)) this.error = errorText(error);
      })
      .finally(() => {
        if (this.reading === reading) this.reading = null;
      });
  }

  /** What went wrong, in place of what would be shown; null where nothing did. */
  protected failure(): TemplateResult | null {
    return this.error === null
      ? null
      : errorBox(
          this.error,
          () => this.load(),
          () => void this.context.host.call('showLog', undefined),
        );
  }

  #stop(): void {
    clearTimeout(this.#timer);
    this.reading?.cancel();
    this.reading = null;
  }
}
