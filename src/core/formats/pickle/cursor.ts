import { latin1 } from '../../bytes/latin1';
import { TensorFileError } from '../../errors';
import { type LocalText, t } from '../../l10n';

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Where a pickle lies: how messages call it, and its offset in the file where that is known. */
export interface PicklePlace {
  readonly label: LocalText;
  readonly fileOffset?: number;
}

/** The pickle goes on past the bytes at hand; a longer piece of the same file may hold the rest. */
export class PickleCutError extends TensorFileError {
  /** Bytes of the piece that the next read needs at least. */
  readonly neededBytes: number;

  constructor(message: LocalText, neededBytes: number, byteOffset?: number) {
    super(message, byteOffset === undefined ? {} : { byteOffset });
    this.neededBytes = neededBytes;
  }
}

/** Reads the arguments of opcodes, never past the end. Lengths are checked before anything is made. */
export class PickleCursor {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #place: PicklePlace;
  #position: number;

  constructor(bytes: Uint8Array, position: number, place: PicklePlace) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#place = place;
    this.#position = position;
  }

  get position(): number {
    return this.#position;
  }

  /** An error that says where in the pickle it happened. */
  failure(message: LocalText, position = this.#position): TensorFileError {
    const { label, fileOffset } = this.#place;
    const place = fileOffset === undefined ? {} : { byteOffset: fileOffset + position };
    return new TensorFileError(
      t`${label} is not a sound pickle: ${message} at byte ${position}`,
      place,
    );
  }

  uint8(): number {
    return this.#view.getUint8(this.#take(1));
  }

  uint16(): number {
    return this.#view.getUint16(this.#take(2), true);
  }

  int32(): number {
    return this.#view.getInt32(this.#take(4), true);
  }

  uint32(): number {
    return this.#view.getUint32(this.#take(4), true);
  }

  /** A 64-bit length. */
  length64(): number {
    const value = this.#view.getBigUint64(this.#take(8), true);
    if (value <= BigInt(Number.MAX_SAFE_INTEGER)) return Number(value);
    throw this.failure(t`a length of ${value} bytes is more than any file has`);
  }

  /** Pickle's one big-endian value. */
  float64(): number {
    return this.#view.getFloat64(this.#take(8), false);
  }

  /** A view on the next `length` bytes. */
  bytes(length: number): Uint8Array {
    const start = this.#take(length);
    return this.#bytes.subarray(start, start + length);
  }

  text(length: number): string {
    const start = this.#position;
    const bytes = this.bytes(length);
    try {
      return utf8.decode(bytes);
    } catch {
      throw this.failure(t('a string is not UTF-8'), start);
    }
  }

  /** Bytes as Python 2 wrote its strings: one character each. */
  latin1(length: number): string {
    return latin1(this.bytes(length));
  }

  /** Text up to the next newline, which is skipped. */
  line(maxLength: number): string {
    const text = this.text(this.#lineLength(maxLength));
    this.#position += 1;
    return text;
  }

  /** The same, one character for each byte. */
  latin1Line(maxLength: number): string {
    const text = this.latin1(this.#lineLength(maxLength));
    this.#position += 1;
    return text;
  }

  /** @throws PickleCutError when fewer than `length` bytes are left. */
  demand(length: number): void {
    if (length > this.#bytes.length - this.#position) throw this.#cut(length);
  }

  #lineLength(maxLength: number): number {
    const start = this.#position;
    const end = this.#bytes.indexOf(0x0a, start);
    const length = (end < 0 ? this.#bytes.length : end) - start;
    if (length > maxLength)
      throw this.failure(t`a line has more than ${maxLength} characters`, start);
    if (end < 0) throw this.#cut(length + 1);
    return length;
  }

  #take(length: number): number {
    const start = this.#position;
    this.demand(length);
    this.#position = start + length;
    return start;
  }

  #cut(length: number): PickleCutError {
    const { label, fileOffset } = this.#place;
    const start = this.#position;
    const rest = this.#bytes.length - start;
    return new PickleCutError(
      t`${label} is cut short: ${length} bytes were expected at byte ${start}, ${rest} are there`,
      start + length,
      fileOffset === undefined ? undefined : fileOffset + start,
    );
  }
}
