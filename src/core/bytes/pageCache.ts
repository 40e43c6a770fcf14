import { ByteLru } from './byteLru';

/** The pages of one source within a shared cache. */
interface PagePartition {
  has(page: number): boolean;
  /** A page that is held, which counts as its use. */
  get(page: number): Uint8Array | undefined;
  set(page: number, bytes: Uint8Array): void;
}

/** Pages of any number of sources, up to a number of bytes; the pages used longest ago go first. */
export class PageCache {
  readonly #pages: ByteLru<Uint8Array>;
  #partitions = 0;

  constructor(maxBytes: number) {
    this.#pages = new ByteLru(maxBytes, bytes => bytes.length);
  }

  /** Bytes held now; never more than the maximum. */
  get heldBytes(): number {
    return this.#pages.heldBytes;
  }

  partition(): PagePartition {
    const id = this.#partitions++;
    return {
      has: page => this.#pages.has(`${id}:${page}`),
      get: page => this.#pages.get(`${id}:${page}`),
      set: (page, bytes) => this.#pages.set(`${id}:${page}`, bytes),
    };
  }
}
