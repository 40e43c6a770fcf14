import type { Disposable } from './events';

/** How long a page may take to come up, at first and after each time that it was sent again. */
const PATIENCE_MS = [5_000, 10_000, 20_000] as const;

/** Sends a page again that does not come up while it is in sight; it gives up after a few times. */
export class PageGuard implements Disposable {
  readonly #send: () => void;
  readonly #isVisible: () => boolean;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #sent = 0;

  constructor(send: () => void, isVisible: () => boolean) {
    this.#send = send;
    this.#isVisible = isVisible;
  }

  /** Sends the page; from now on it is waited for. */
  start(): void {
    this.#sent = 0;
    this.#send();
    this.#wait();
  }

  /** The page is up. */
  ready(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  dispose(): void {
    this.ready();
  }

  #wait(): void {
    clearTimeout(this.#timer);
    const patience = PATIENCE_MS[this.#sent];
    if (patience === undefined) return;
    this.#timer = setTimeout(() => {
      // A page out of sight is not loaded: it is waited for, not sent again.
      if (this.#isVisible()) {
        this.#sent++;
        this.#send();
      }
      this.#wait();
    }, patience);
  }
}
