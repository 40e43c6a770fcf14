import { TensorFileError } from '../errors';
import { t } from '../l10n';
import type { DType } from '../tensor/dtype';
import { numberText } from '../tensor/dtypes';

const BYTES = 16;
const SMALLEST_EXPONENT = -1074;

/**
 * numpy's `f16` and `c32` as x86-64 Linux writes them: x87 80-bit extended floats padded to 16 bytes.
 * Shown rounded to the nearest double, ties to even.
 */
function longDouble(bytes: Uint8Array, at: number): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, 10);
  const mantissa = view.getBigUint64(0, true);
  const top = view.getUint16(8, true);
  const sign = top & 0x8000 ? -1 : 1;
  const exponent = top & 0x7fff;
  if (exponent === 0x7fff) {
    return BigInt.asUintN(63, mantissa) === 0n ? sign * Infinity : NaN;
  }
  // Subnormals share the exponent of the smallest normals.
  return sign * scaled(mantissa, Math.max(exponent, 1) - 16383 - 63);
}

/** `mantissa * 2^exponent`, rounded once. */
function scaled(mantissa: bigint, exponent: number): number {
  const length = mantissa === 0n ? 0 : mantissa.toString(2).length;
  if (exponent + length <= SMALLEST_EXPONENT - 1) return 0;
  const shift = BigInt(Math.max(0, SMALLEST_EXPONENT - exponent));
  if (shift > 0n && length - Number(shift) <= 53) {
    return Number(shiftToEven(mantissa, shift)) * 2 ** SMALLEST_EXPONENT;
  }
  // In two steps, as 2 ** exponent alone may not be a double.
  const half = Math.trunc(exponent / 2);
  return Number(mantissa) * 2 ** half * 2 ** (exponent - half);
}

function shiftToEven(value: bigint, shift: bigint): bigint {
  const floor = value >> shift;
  const rest = value - (floor << shift);
  const half = 1n << (shift - 1n);
  return rest > half || (rest === half && floor % 2n === 1n) ? floor + 1n : floor;
}

/** The dtype of `f16`, or of `c32` as pairs. */
export function longDoubleType(name: string, isComplex: boolean): DType {
  const width = isComplex ? 2 : 1;
  return {
    name,
    bits: BYTES * 8 * width,
    kind: isComplex ? 'complex' : 'float',
    swapBytes: BYTES,
    decodable: true,
    toNumbers: (bytes, count) =>
      Float64Array.from({ length: count * width }, (_, i) => longDouble(bytes, i * BYTES)),
    toText: (bytes, index) => {
      const part = (i: number) => numberText(longDouble(bytes, (index * width + i) * BYTES));
      return isComplex ? [part(0), part(1)] : part(0);
    },
    fromNumbers: () => {
      throw new TensorFileError(t`Nothing is written as ${name}: choose F64`);
    },
  };
}
