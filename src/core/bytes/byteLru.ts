/** Values by key, up to a number of bytes in all; those used longest ago go first. */
export class ByteLru<T> {
  readonly #maxBytes: number;
  readonly #sizeOf: (value: T) => number;
  readonly #values = new Map<string, T>();
  #heldBytes = 0;

  constructor(maxBytes: number, sizeOf: (value: T) => number) {
    this.#maxBytes = maxBytes;
    this.#sizeOf = sizeOf;
  }

  /** Bytes held now; never more than the maximum. */
  get heldBytes(): number {
    return this.#heldBytes;
  }

  has(key: string): boolean {
    return this.#values.has(key);
  }

  /** A value that is held, which counts as its use. */
  get(key: string): T | undefined {
    const value = this.#values.get(key);
    if (value !== undefined) {
      this.#values.delete(key);
      this.#values.set(key, value);
    }
    return value;
  }

  /** Keeps a value, unless it alone is more than the maximum. */
  set(key: string, value: T): void {
    this.delete(key);
    this.#values.set(key, value);
    this.#heldBytes += this.#sizeOf(value);
    for (const oldest of this.#values.keys()) {
      if (this.#heldBytes <= this.#maxBytes) return;
      this.delete(oldest);
    }
  }

  delete(key: string): void {
    const value = this.#values.get(key);
    if (value !== undefined) this.#heldBytes -= this.#sizeOf(value);
    this.#values.delete(key);
  }
}
