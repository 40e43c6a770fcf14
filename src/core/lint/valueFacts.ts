import { countText } from '../countText';
import { type LocalText, t, verbatim } from '../l10n';
import type { TensorStats } from '../tensor/stats';

/** HDR pictures reach a few times white; data meant as 0..255 nearly always goes beyond this. */
const MIN_BYTE_MAX = 8;
const MAX_BYTE = 255;
const MAX_WORD = 65535;
/** Resampling in floats leaves rounding noise, which no picture shows. */
const NOISE = 1e-6;

/** How values lie to the range 0..1. */
export type RangeVerdict = 'inside' | 'outside' | 'signed' | 'bytes' | 'words';

/**
 * Judges values against 0..1. `bytes`: as 0..255 data; the maximum is at least 8 and most non-zero
 * values exceed 1, which an HDR picture's do not. `words`: the same with 16 bits. `signed`: from about
 * -1 to about 1, with at least one value in twenty below 0, so that a resampling undershoot is none.
 */
export function judgeRange(stats: TensorStats): RangeVerdict {
  const min = Number(stats.min ?? 0);
  const max = Number(stats.max ?? 0);
  if (min >= -NOISE && max <= 1 + NOISE) return 'inside';
  if (max >= MIN_BYTE_MAX && min > -max / 4 && max <= MAX_WORD && mostlyAboveOne(stats))
    return max <= 1.5 * MAX_BYTE ? 'bytes' : 'words';
  if (min >= -1.1 && min <= -0.5 && max > 0 && max <= 1.1 && oftenNegative(stats)) return 'signed';
  return 'outside';
}

function mostlyAboveOne(stats: TensorStats): boolean {
  const finite = finiteCount(stats);
  if (stats.above1 !== undefined) return 2 * stats.above1 > finite - stats.zeros;
  return (stats.mean ?? 0) > 1;
}

function oftenNegative(stats: TensorStats): boolean {
  if (stats.below0 !== undefined) return 20 * stats.below0 >= finiteCount(stats);
  return (stats.mean ?? 0) < 0.5;
}

/** Elements that are neither NaN nor infinite. */
export function finiteCount(stats: TensorStats): number {
  return stats.count - stats.nan - stats.posInf - stats.negInf;
}

/** Elements that are NaN or infinite. */
export function notFiniteCount(stats: TensorStats): number {
  return stats.nan + stats.posInf + stats.negInf;
}

/** The finite range in words: `-1 to 0.98`. */
export function rangeText(stats: TensorStats): LocalText {
  return t`${numberText(stats.min)} to ${numberText(stats.max)}`;
}

function numberText(value: number | string | null): string {
  return typeof value === 'number' ? String(Number(value.toPrecision(6))) : String(value);
}

/** What is not finite, and where first: `2 NaN and 1 Inf, first at [0, 3, 2, 1]`. */
export function notFiniteText(stats: TensorStats): LocalText {
  const values = notFiniteValues(stats);
  return stats.firstNotFinite
    ? t`${values}, first at [${stats.firstNotFinite.join(', ')}]`
    : values;
}

/** Where the first value that is not finite lies, as a finding tells it. */
export function firstPlace({ firstNotFinite }: TensorStats): {
  readonly element?: readonly number[];
} {
  return firstNotFinite ? { element: firstNotFinite } : {};
}

/** The same with the number of all values: `2 NaN among 192 values, first at [0, 3, 2, 1]`. */
export function notFiniteAmong(stats: TensorStats): LocalText {
  const values = notFiniteValues(stats);
  return stats.firstNotFinite
    ? t`${values} among ${countText(stats.count)} values, first at [${stats.firstNotFinite.join(', ')}]`
    : t`${values} among ${countText(stats.count)} values`;
}

/** Infinities of both signs count together. */
function notFiniteValues({ nan, posInf, negInf }: TensorStats): LocalText {
  const infinite = posInf + negInf;
  if (nan > 0 && infinite > 0) return t`${countText(nan)} NaN and ${countText(infinite)} Inf`;
  return verbatim(nan > 0 ? `${countText(nan)} NaN` : `${countText(infinite)} Inf`);
}

/** How many values lie outside 0..1, in words where that was counted. */
export function outsideText(stats: TensorStats): LocalText {
  if (stats.below0 === undefined || stats.above1 === undefined) return t('some values');
  const outside = stats.below0 + stats.above1;
  return t`${countText(outside)} of ${countText(stats.count)} values`;
}
