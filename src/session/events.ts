/** Whatever must be ended once: a watch, a subscription, a timer. */
export interface Disposable {
  dispose(): unknown;
}

/** Subscribes a listener until what it returns is disposed. */
export type Event<T> = (listener: (value: T) => unknown) => Disposable;

/** Fires an event for its listeners, in the order in which they came. */
export class Emitter<T> implements Disposable {
  readonly #listeners = new Set<{ readonly hear: (value: T) => unknown }>();

  readonly event: Event<T> = listener => {
    const entry = { hear: listener };
    this.#listeners.add(entry);
    return { dispose: () => this.#listeners.delete(entry) };
  };

  fire(value: T): void {
    for (const { hear } of [...this.#listeners]) hear(value);
  }

  dispose(): void {
    this.#listeners.clear();
  }
}

/** Disposes all of a list and empties it. */
export function disposeAll(disposables: Disposable[]): void {
  for (const disposable of disposables.splice(0)) disposable.dispose();
}
