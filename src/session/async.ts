import type { Disposable } from './events';

/** Calls `run` once, `delayMs` after the last of a burst of triggers for the same key. */
export class Debouncer implements Disposable {
  readonly #timers = new Map<string, unknown>();
  readonly #delayMs: number;

  constructor(delayMs: number) {
    this.#delayMs = delayMs;
  }

  trigger(key: string, run: () => void): void {
    this.cancel(key);
    const timer = setTimeout(() => {
      this.#timers.delete(key);
      run();
    }, this.#delayMs);
    this.#timers.set(key, timer);
  }

  cancel(key: string): void {
    clearTimeout(this.#timers.get(key));
    this.#timers.delete(key);
  }

  /** Whatever waits is not run any more. */
  dispose(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }
}
