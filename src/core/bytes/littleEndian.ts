import { TensorFileError } from '../errors';
import { type LocalText, t } from '../l10n';

/** Little-endian integers of a header, each checked against the end of the bytes. */
export function readU16(bytes: Uint8Array, offset: number): number {
  checkInside(bytes, offset, 2);
  return bytes[offset]! | (bytes[offset + 1]! << 8);
}

/** An unsigned 32-bit integer. @throws TensorFileError past the end. */
export function readU32(bytes: Uint8Array, offset: number): number {
  checkInside(bytes, offset, 4);
  return (readU16(bytes, offset) | (readU16(bytes, offset + 2) << 16)) >>> 0;
}

/** An unsigned 64-bit integer in full; check it before it becomes a number. */
export function readU64(bytes: Uint8Array, offset: number): bigint {
  checkInside(bytes, offset, 8);
  return BigInt(readU32(bytes, offset)) + (BigInt(readU32(bytes, offset + 4)) << 32n);
}

/** An unsigned 64-bit integer as a number. @throws TensorFileError beyond 2^53, naming `what`. */
export function readSafeU64(bytes: Uint8Array, offset: number, what: LocalText): number {
  const value = readU64(bytes, offset);
  if (value <= BigInt(Number.MAX_SAFE_INTEGER)) return Number(value);
  throw new TensorFileError(t`${what} is ${value}, more than any file can hold`, {
    byteOffset: offset,
  });
}

function checkInside(bytes: Uint8Array, offset: number, length: number): void {
  if (offset >= 0 && offset + length <= bytes.length) return;
  throw new TensorFileError(t`A header ends at byte ${bytes.length}, inside a number`, {
    byteOffset: offset,
  });
}
