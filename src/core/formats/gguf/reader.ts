import type { ByteSource } from '../../bytes/byteSource';
import { TensorFileError } from '../../errors';
import { type LocalText, t } from '../../l10n';

const WINDOW_BYTES = 1 << 20;
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Reads a header forwards through a window of 1 MiB; every length is held against the file before it counts. */
export class GgufReader {
  readonly #source: ByteSource;
  readonly #signal: AbortSignal | undefined;
  #bytes = new Uint8Array(0);
  #view = new DataView(this.#bytes.buffer);
  #windowStart = 0;
  #at = 0;

  constructor(source: ByteSource, signal?: AbortSignal) {
    this.#source = source;
    this.#signal = signal;
  }

  /** Bytes from the start of the file. */
  get position(): number {
    return this.#windowStart + this.#at;
  }

  /** Bytes from here to the end of the file. */
  get left(): number {
    return this.#source.size - this.position;
  }

  /** An error that says where it happened. */
  failure(message: LocalText, position = this.position): TensorFileError {
    return new TensorFileError(t`The GGUF header is damaged: ${message}`, { byteOffset: position });
  }

  /** A view of the next `length` bytes, moved past. @throws TensorFileError when they are not there. */
  async take(length: number): Promise<DataView> {
    if (this.#at + length > this.#bytes.length) await this.#fill(length);
    const view = new DataView(this.#view.buffer, this.#view.byteOffset + this.#at, length);
    this.#at += length;
    return view;
  }

  async u32(): Promise<number> {
    return (await this.take(4)).getUint32(0, true);
  }

  /** A count or offset of 64 bits. @throws TensorFileError beyond 2^53. */
  async u64(what: LocalText): Promise<number> {
    const start = this.position;
    const value = (await this.take(8)).getBigUint64(0, true);
    if (value > BigInt(Number.MAX_SAFE_INTEGER))
      throw this.failure(t`${what} is ${value}, more than any file has`, start);
    return Number(value);
  }

  /** A length and so many bytes of UTF-8. */
  async text(what: LocalText, mostBytes: number): Promise<string> {
    const start = this.position;
    const length = await this.u64(what);
    if (length > mostBytes || length > this.left)
      throw this.failure(t`${what} should be ${length} bytes long, ${this.left} are left`, start);
    const { buffer, byteOffset } = await this.take(length);
    try {
      return utf8.decode(new Uint8Array(buffer, byteOffset, length));
    } catch {
      throw this.failure(t`${what} is not UTF-8 text`, start);
    }
  }

  /** Moves on. @throws TensorFileError past the end of the file. */
  skip(length: number): void {
    if (length > this.left) throw this.#cut(length);
    this.#at += length;
  }

  async #fill(length: number): Promise<void> {
    if (length > this.left) throw this.#cut(length);
    const start = this.position;
    const wanted = Math.min(Math.max(length, WINDOW_BYTES), this.left);
    // A copy: the window outlives the source's next read, and views must stay within one buffer.
    this.#bytes = new Uint8Array(await this.#source.read(start, wanted, this.#signal));
    this.#view = new DataView(this.#bytes.buffer);
    this.#windowStart = start;
    this.#at = 0;
  }

  #cut(length: number): TensorFileError {
    return new TensorFileError(
      t`The GGUF header is cut short: ${length} bytes were expected at byte ${this.position}, ${this.left} are there; download the file again`,
      { byteOffset: this.position },
    );
  }
}
