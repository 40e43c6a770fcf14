import type { DType } from './dtype';
import { dtypeOf } from './dtypes';

/** Digits that name every double. */
const MOST_DIGITS = 17;
/** As many as `toExponential` gives: all digits of a half. */
const EXACT_DIGITS = 100;

/**
 * An element's exact text (`DType.toText`) as the shortest decimal that reads back to the same element of its
 * own type: `0.1` for the float32 whose double is `0.10000000149011612`. Text of other types stays as it is.
 */
export function shortText(text: string, dtype: string): string {
  const type = partType(dtype);
  const value = Number(text);
  if (!type || !Number.isFinite(value) || value === 0 || String(value) !== text) return text;
  const readsBack =
    type.name === 'F32'
      ? (read: number) => Math.fround(read) === value
      : (read: number) => type.toNumbers(type.fromNumbers(Float64Array.of(read)), 1)[0] === value;
  for (let digits = 1; digits < MOST_DIGITS; digits++)
    for (const read of roundings(value, digits)) if (readsBack(read)) return String(read);
  return text;
}

/** The float type of an element or, of complex ones, of its parts; undefined where text is short already. */
function partType(name: string): DType | undefined {
  const part = name === 'C64' ? 'F32' : name;
  const type = dtypeOf(part);
  return type?.kind === 'float' && type.decodable && type.name !== 'F64' ? type : undefined;
}

/** A number at so many digits, the nearest first. */
function roundings(value: number, digits: number): readonly number[] {
  const nearest = Number(value.toPrecision(digits));
  // JavaScript rounds halves up; NumPy and torch print the even one.
  if (isHalf(value, digits)) return [evenHalf(value, digits), nearest];
  if (!Number.isInteger(Math.log2(Math.abs(value)))) return [nearest];
  // Past a power of two elements lie twice as far apart, so that a decimal further away may read back.
  const step = 10 ** (Math.floor(Math.log10(Math.abs(value))) - digits + 1);
  return [nearest, Number((value + Math.sign(value) * step).toExponential(digits - 1))].filter(
    read => Math.abs(read) >= Math.abs(value) || read === nearest,
  );
}

/** Whether a number lies just between two of so many digits. */
function isHalf(value: number, digits: number): boolean {
  const [mantissa] = value.toExponential(digits).split('e') as [string];
  if (!mantissa.endsWith('5') || Number(value.toPrecision(digits + 1)) !== value) return false;
  return /^50*$/.test(
    value
      .toExponential(EXACT_DIGITS)
      .split('e')[0]!
      .slice(mantissa.length - 1),
  );
}

/** Of the two the one whose last digit is even. */
function evenHalf(value: number, digits: number): number {
  const [mantissa, exponent] = value.toExponential(digits).split('e') as [string, string];
  const cut = mantissa.slice(0, -1).replace(/\.$/, '');
  return '02468'.includes(cut.at(-1)!)
    ? Number(`${cut}e${exponent}`)
    : Number(value.toPrecision(digits));
}
