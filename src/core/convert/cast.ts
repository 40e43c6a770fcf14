import { TensorFileError } from '../errors';
import { t } from '../l10n';
import type { DType, NumberArray } from '../tensor/dtype';
import type { DTypeName } from '../tensor/dtypes';
import { bytesOf, viewOrCopy } from '../tensor/typedViews';

/** Dtypes that a cast can give. */
export const CAST_TARGETS = [
  'F32',
  'F16',
  'BF16',
  'F64',
  'U8',
  'I8',
  'U16',
  'I16',
  'U32',
  'I32',
  'U64',
  'I64',
  'BOOL',
  'F8_E4M3',
  'F8_E5M2',
  'F8_E4M3FNUZ',
  'F8_E5M2FNUZ',
] as const satisfies readonly DTypeName[];

/** Largest finite values of the types that saturate. */
const FP8_MAX: Readonly<Partial<Record<string, number>>> = {
  F8_E4M3: 448,
  F8_E5M2: 57344,
  F8_E4M3FNUZ: 240,
  F8_E5M2FNUZ: 57344,
};

/** What a cast may lose. */
export interface CastOptions {
  /** Integers may lose what does not fit: fractions are cut, values past the range are cut to it. */
  readonly lossy: boolean;
  /** What fp8 makes of a value past its range: its largest value, or NaN / Inf as torch does. */
  readonly overflow: 'saturate' | 'torch';
}

const isWide = (dtype: DType) => dtype.name === 'I64' || dtype.name === 'U64';
const isInteger = (dtype: DType) => dtype.kind === 'int' || dtype.kind === 'uint';

/**
 * Elements as another dtype: floats round to nearest even. `firstIndex` is the place of the first element,
 * for messages.
 * @throws TensorFileError when an integer would lose something and may not, or a NaN has no integer.
 */
export function castElements(
  bytes: Uint8Array,
  count: number,
  from: DType,
  to: DType,
  options: CastOptions,
  firstIndex = 0,
): Uint8Array {
  if (from.name === to.name) return bytes;
  if (isWide(from) && isInteger(to)) return castWide(bytes, count, from, to, options, firstIndex);
  const values = from.toNumbers(bytes, count);
  const intoIntegers = isInteger(to) || to.kind === 'bool';
  const result = to.fromNumbers(saturated(values, to, options));
  if (intoIntegers || (isInteger(from) && !options.lossy))
    demandExact(values, bytes, from, to, result, options, firstIndex);
  return result;
}

function saturated(values: NumberArray, to: DType, { overflow }: CastOptions): NumberArray {
  const max = FP8_MAX[to.name];
  if (max === undefined || overflow === 'torch') return values;
  const result = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    const keepsInfinity = to.name === 'F8_E5M2' && !Number.isFinite(value);
    result[i] = keepsInfinity || Number.isNaN(value) ? value : Math.min(max, Math.max(-max, value));
  }
  return result;
}

function demandExact(
  values: NumberArray,
  bytes: Uint8Array,
  from: DType,
  to: DType,
  result: Uint8Array,
  { lossy }: CastOptions,
  firstIndex: number,
): void {
  const intoIntegers = isInteger(to) || to.kind === 'bool';
  const back = to.toNumbers(result, values.length);
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (intoIntegers && Number.isNaN(value))
      throw new TensorFileError(
        t`Element ${firstIndex + i} is NaN, which ${to.name} has no number for: replace non-finite values first`,
      );
    if (lossy) continue;
    const wideLoss =
      isWide(from) && !Number.isSafeInteger(value) && lostBits(bytes, i, from, back[i]!);
    if (back[i] !== value || wideLoss) throw lossError(from.toText(bytes, i), firstIndex + i, to);
  }
}

/** Whether a 64-bit integer differs from the float it became; doubles alone cannot tell. */
function lostBits(bytes: Uint8Array, index: number, from: DType, back: number): boolean {
  if (!Number.isFinite(back)) return true;
  return BigInt(from.toText(bytes, index) as string) !== BigInt(back);
}

function lossError(text: string | [string, string], index: number, to: DType): TensorFileError {
  return new TensorFileError(
    t`Element ${index} is ${text}, which ${to.name} cannot hold exactly: give the option lossy=true to cut it`,
  );
}

/** 64-bit integers as other integers, without a detour over doubles. */
function castWide(
  bytes: Uint8Array,
  count: number,
  from: DType,
  to: DType,
  { lossy }: CastOptions,
  firstIndex: number,
): Uint8Array {
  const source =
    from.name === 'I64'
      ? viewOrCopy(BigInt64Array, bytes, count)
      : viewOrCopy(BigUint64Array, bytes, count);
  const bits = BigInt(to.bits);
  const max = to.kind === 'uint' ? 2n ** bits - 1n : 2n ** (bits - 1n) - 1n;
  const min = to.kind === 'uint' ? 0n : -(2n ** (bits - 1n));
  const wide = new BigInt64Array(count);
  for (let i = 0; i < count; i++) {
    const value = source[i]!;
    const cut = value > max ? max : value < min ? min : value;
    if (cut !== value && !lossy) throw lossError(String(value), firstIndex + i, to);
    wide[i] = BigInt.asIntN(64, cut);
  }
  return to.bits === 64 ? bytesOf(wide) : to.fromNumbers(Float64Array.from(wide, Number));
}
