import { close, fstat, open, read, readSync } from 'node:fs';
import { promisify } from 'node:util';

const calls = {
  open: promisify(open),
  fstat: promisify(fstat),
  read: promisify(read),
  close: promisify(close),
};

/**
 * A file open for reading. As Node's own handles, which take as long to load as a small file takes to be listed:
 * once closed it reads nothing, whatever its number has come to stand for, and reads under way are waited for.
 */
export class ReadHandle {
  readonly #descriptor: number;
  #reads = 0;
  #isClosing = false;
  #allRead: (() => void) | undefined;
  #closed: Promise<void> | undefined;

  private constructor(descriptor: number) {
    this.#descriptor = descriptor;
  }

  /** @throws the system's error. */
  static async open(path: string): Promise<ReadHandle> {
    return new ReadHandle(await calls.open(path, 'r'));
  }

  /** Bytes of the file now. */
  async size(): Promise<number> {
    return this.#reading(async () => (await calls.fstat(this.#descriptor)).size);
  }

  /** Reads up to `length` bytes to `at` of `bytes`; gives how many there were. @throws the system's error. */
  async read(bytes: Uint8Array, at: number, length: number, position: number): Promise<number> {
    return this.#reading(
      async () => (await calls.read(this.#descriptor, bytes, at, length, position)).bytesRead,
    );
  }

  /** The same on this thread. @throws the system's error. */
  readNow(bytes: Uint8Array, at: number, length: number, position: number): number {
    this.#checkOpen();
    return readSync(this.#descriptor, bytes, at, length, position);
  }

  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    this.#isClosing = true;
    if (this.#reads > 0) await new Promise<void>(resolve => (this.#allRead = resolve));
    await calls.close(this.#descriptor);
  }

  async #reading<T>(work: () => Promise<T>): Promise<T> {
    this.#checkOpen();
    this.#reads++;
    try {
      return await work();
    } finally {
      if (--this.#reads === 0) this.#allRead?.();
    }
  }

  #checkOpen(): void {
    if (this.#isClosing) throw Object.assign(new Error('file closed'), { code: 'EBADF' });
  }
}
