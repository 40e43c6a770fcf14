import { addTo, type CompensatedSum, sumOf, zeroSum } from './compensatedSum';

/** What the first pass over wide values learns: what is finite, how far it reaches, what it sums to. */
export interface Extent {
  count: number;
  nan: number;
  posInf: number;
  negInf: number;
  zeros: number;
  /** Infinity and -Infinity while nothing finite was seen. */
  min: number;
  max: number;
  readonly sum: CompensatedSum;
  /** Position of the first value that is not finite, in scan order; -1 when there is none. */
  firstNotFinite: number;
}

/** The extent of nothing. */
export function emptyExtent(): Extent {
  return {
    count: 0,
    nan: 0,
    posInf: 0,
    negInf: 0,
    zeros: 0,
    min: Infinity,
    max: -Infinity,
    sum: zeroSum(),
    firstNotFinite: -1,
  };
}

/**
 * Values summed plainly before the sum is compensated: 256 float32 of similar size add up exactly in a
 * double.
 */
const BLOCK = 256;

/** Extends `extent` by the next values in scan order. */
export function extend(extent: Extent, values: Float64Array): void {
  for (let start = 0; start < values.length; start += BLOCK) {
    const end = Math.min(start + BLOCK, values.length);
    if (!extendBlock(extent, values, start, end)) extendOddBlock(extent, values, start, end);
  }
  extent.count += values.length;
}

/** Adds a block without NaN or Inf; false, and nothing changed, when it has one. */
function extendBlock(extent: Extent, values: Float64Array, start: number, end: number): boolean {
  let min = extent.min;
  let max = extent.max;
  let sum = 0;
  let zeros = 0;
  let poison = 0;
  for (let i = start; i < end; i++) {
    const v = values[i]!;
    if (v < min) min = v;
    if (v > max) max = v;
    if (v === 0) zeros++;
    sum += v;
    // 0 for every finite value, NaN for all others, and unlike `sum` it cannot overflow.
    poison += v * 0;
  }
  if (poison !== 0) return false;
  extent.min = min;
  extent.max = max;
  extent.zeros += zeros;
  addTo(extent.sum, sum);
  return true;
}

function extendOddBlock(extent: Extent, values: Float64Array, start: number, end: number): void {
  for (let i = start; i < end; i++) {
    const v = values[i]!;
    if (Number.isFinite(v)) {
      extent.min = Math.min(extent.min, v);
      extent.max = Math.max(extent.max, v);
      if (v === 0) extent.zeros++;
      addTo(extent.sum, v);
      continue;
    }
    if (extent.firstNotFinite < 0) extent.firstNotFinite = extent.count + i;
    if (v === Infinity) extent.posInf++;
    else if (v === -Infinity) extent.negInf++;
    else extent.nan++;
  }
}

/** How many of the values are finite. */
export function finiteCount(extent: Extent): number {
  return extent.count - extent.nan - extent.posInf - extent.negInf;
}

/** A value near the mean: the mean of the first pass, or the middle where the sum overflowed. */
export function centreOf(extent: Extent): number {
  const mean = sumOf(extent.sum) / finiteCount(extent);
  return Number.isFinite(mean) ? mean : extent.min / 2 + extent.max / 2;
}
