import { TensorFileError } from '../errors';
import { t } from '../l10n';
import type { DType } from '../tensor/dtype';
import { datetimeText, type TimeUnit, timedeltaText } from './npyTime';

/** An element may be 2 GiB; so much of it is turned into text, and what is left is counted. */
const MAX_TEXT_BYTES = 64 * 1024;

/** A type of `itemBytes` bytes an element that has no numbers, only text. */
export function textOnlyType(
  name: string,
  itemBytes: number,
  swapBytes: number,
  text: (element: Uint8Array) => string,
): DType {
  const refuse = (): never => {
    throw new TensorFileError(t`Elements of dtype ${name} are not numbers`);
  };
  return {
    name,
    bits: itemBytes * 8,
    kind: 'other',
    swapBytes,
    decodable: true,
    toNumbers: refuse,
    fromNumbers: refuse,
    toText: (bytes, index) => text(bytes.subarray(index * itemBytes, (index + 1) * itemBytes)),
  };
}

/** `Sn`: bytes without the NULs at their end; what is not printable ASCII is written as an escape. */
export function bytesType(name: string, length: number): DType {
  return textOnlyType(name, length, 1, element => {
    let end = element.length;
    while (end > 0 && element[end - 1] === 0) end--;
    const shown = element.subarray(0, Math.min(end, MAX_TEXT_BYTES));
    return Array.from(shown, byteText).join('') + restText(end - shown.length);
  });
}

function restText(bytes: number): string {
  return bytes > 0 ? t`… ${bytes} more bytes` : '';
}

function byteText(byte: number): string {
  if (byte === 0x5c) return '\\\\';
  if (byte >= 0x20 && byte < 0x7f) return String.fromCharCode(byte);
  return `\\x${byte.toString(16).padStart(2, '0')}`;
}

/** `Un`: UCS-4 without the NULs at its end; numbers that are no characters come as U+FFFD. */
export function textType(name: string, length: number): DType {
  return textOnlyType(name, length * 4, 4, element => {
    const view = new DataView(element.buffer, element.byteOffset, element.length);
    let end = length;
    while (end > 0 && view.getUint32((end - 1) * 4, true) === 0) end--;
    const count = Math.min(end, MAX_TEXT_BYTES / 4);
    const text = Array.from({ length: count }, (_, i) => {
      const code = view.getUint32(i * 4, true);
      return String.fromCodePoint(code <= 0x10ffff ? code : 0xfffd);
    });
    return text.join('') + restText((end - count) * 4);
  });
}

/** `Vn`: raw bytes in hexadecimal. */
export function voidType(name: string, length: number): DType {
  return textOnlyType(name, length, 1, element => {
    const shown = element.subarray(0, MAX_TEXT_BYTES);
    const hex = Array.from(shown, byte => byte.toString(16).padStart(2, '0')).join('');
    return hex + restText(element.length - shown.length);
  });
}

/** `M8[unit]` and `m8[unit]`. */
export function timeType(name: string, isDatetime: boolean, unit: TimeUnit): DType {
  return textOnlyType(name, 8, 8, element => {
    const ticks = new DataView(element.buffer, element.byteOffset, 8).getBigInt64(0, true);
    return isDatetime ? datetimeText(ticks, unit) : timedeltaText(ticks, unit);
  });
}
