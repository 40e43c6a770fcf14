import type { TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import type { ViewContext } from '../../context';
import { errorBox } from '../../controls/errorBox';
import { LightElement } from '../../element';
import { errorText, isCancelled } from '../../host';

/** What rests this long is measured: the picture comes first, and who walks the list reads no values. */
export const REST_MS = 150;

/** An element that measures one thing at a time: once that rests, anew when it is another, and no more when it goes. */
export abstract class RestingElement extends LightElement {
  @state() protected error: string | null = null;
  #key = '';
  #controller: AbortController | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  abstract readonly context: ViewContext;
  /** Asks for all that is shown. */
  protected abstract measure(signal: AbortSignal): Promise<void>;

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
    this.#controller?.abort();
    const controller = new AbortController();
    this.#controller = controller;
    this.error = null;
    this.measure(controller.signal).catch((error: unknown) => {
      if (this.#controller === controller && !isCancelled(error)) this.error = errorText(error);
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
    this.#controller?.abort();
  }
}
