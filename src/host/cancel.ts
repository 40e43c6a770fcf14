import type * as vscode from 'vscode';

/** An AbortSignal that follows a VS Code cancellation token. */
export function signalOf(token: vscode.CancellationToken): AbortSignal {
  const controller = new AbortController();
  if (token.isCancellationRequested) controller.abort();
  else token.onCancellationRequested(() => controller.abort());
  return controller.signal;
}

/** Calls `run` once, `delayMs` after the last of a burst of triggers for the same key. */
export class Debouncer implements vscode.Disposable {
  readonly #timers = new Map<string, NodeJS.Timeout>();
  readonly #delayMs: number;

  constructor(delayMs: number) {
    this.#delayMs = delayMs;
  }

  trigger(key: string, run: () => void): void {
    this.cancel(key);
    this.#timers.set(
      key,
      setTimeout(() => {
        this.#timers.delete(key);
        run();
      }, this.#delayMs),
    );
  }

  cancel(key: string): void {
    clearTimeout(this.#timers.get(key));
    this.#timers.delete(key);
  }

  dispose(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }
}

/** Does something once what runs now is over: nobody waits for it. */
export function soon(work: () => void): vscode.Disposable {
  const handle = setImmediate(work);
  return { dispose: () => clearImmediate(handle) };
}
