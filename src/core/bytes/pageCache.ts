/** The pages of one source within a shared cache. */
export interface PagePartition {
  has(page: number): boolean;
  /** A page that is held, which counts as its use. */
  get(page: number): Uint8Array | undefined;
  set(page: number, bytes: Uint8Array): void;
}

/** Pages of any number of sources, up to a number of bytes; the pages used longest ago go first. */
export class PageCache {
  readonly #maxBytes: number;
  readonly #pages = new Map<string, Uint8Array>();
  #heldBytes = 0;
  #partitions = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** Bytes held now; never more than the maximum. */
  get heldBytes(): number {
    return this.#heldBytes;
  }

  partition(): PagePartition {
    const id = this.#partitions++;
    return {
      has: page => this.#pages.has(`${id}:${page}`),
      get: page => this.#use(`${id}:${page}`),
      set: (page, bytes) => this.#keep(`${id}:${page}`, bytes),
    };
  }

  #use(key: string): Uint8Array | undefined {
    const bytes = this.#pages.get(key);
    if (bytes) {
      this.#pages.delete(key);
      this.#pages.set(key, bytes);
    }
    return bytes;
  }

  #keep(key: string, bytes: Uint8Array): void {
    this.#drop(key);
    this.#pages.set(key, bytes);
    this.#heldBytes += bytes.length;
    for (const oldest of this.#pages.keys()) {
      if (this.#heldBytes <= this.#maxBytes) return;
      this.#drop(oldest);
    }
  }

  #drop(key: string): void {
    this.#heldBytes -= this.#pages.get(key)?.length ?? 0;
    this.#pages.delete(key);
  }
}
