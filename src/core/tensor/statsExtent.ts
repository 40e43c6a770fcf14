import { KERNEL_MEMORY, KERNEL_VALUE_BYTES, loadKernels } from '../kernels/kernels';
import { addTo, type CompensatedSum, mergeSums, sumOf, zeroSum } from './compensatedSum';

/** What the first pass over wide values learns: what is finite, how far it reaches, what it sums to. */
export interface Extent {
  count: number;
  nan: number;
  posInf: number;
  negInf: number;
  zeros: number;
  /** Finite values below 0 and above 1. */
  below0: number;
  above1: number;
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
    below0: 0,
    above1: 0,
    min: Infinity,
    max: -Infinity,
    sum: zeroSum(),
    firstNotFinite: -1,
  };
}

/**
 * Values summed plainly, in four lanes, before the sum is compensated: 256 float32 of similar size add up
 * exactly in a double. The kernels' block.
 */
const BLOCK = 256;

type Values = Float32Array | Float64Array;

/** Extends `extent` by the next values in scan order. */
export function extend(extent: Extent, values: Values): void {
  const takeBlocks = kernelFor(values) ?? (() => 0);
  for (let start = 0; start < values.length; ) {
    start += takeBlocks(extent, start);
    const end = Math.min(start + BLOCK, values.length);
    if (!extendBlock(extent, values, start, end)) extendOddBlock(extent, values, start, end);
    start = end;
  }
  extent.count += values.length;
}

/** Takes whole blocks by the kernel, from an index on, up to the first that is not all finite. */
function kernelFor(values: Values): ((extent: Extent, start: number) => number) | null {
  const views = values.byteLength <= KERNEL_VALUE_BYTES ? loadKernels() : null;
  if (views === null || values.length < BLOCK) return null;
  const { kernels, f64, i32 } = views;
  const isSingle = values instanceof Float32Array;
  const run = isSingle ? kernels.extentF32 : kernels.extentF64;
  (isSingle ? views.f32 : f64).set(values, KERNEL_MEMORY.values / values.BYTES_PER_ELEMENT);
  const sums = KERNEL_MEMORY.state / 8;
  const tallies = KERNEL_MEMORY.state / 4 + 8;
  return (extent, start) => {
    f64.set([extent.sum.total, extent.sum.dropped, extent.min, extent.max], sums);
    i32.fill(0, tallies, tallies + 3);
    const at = KERNEL_MEMORY.values + start * values.BYTES_PER_ELEMENT;
    const taken = run(at, values.length - start, KERNEL_MEMORY.state);
    if (taken === 0) return 0;
    extent.sum.total = f64[sums]!;
    extent.sum.dropped = f64[sums + 1]!;
    // Adding 0 turns -0 into 0: which of the two a lane met first must not show.
    extent.min = f64[sums + 2]! + 0;
    extent.max = f64[sums + 3]! + 0;
    extent.zeros += i32[tallies]!;
    extent.below0 += i32[tallies + 1]!;
    extent.above1 += i32[tallies + 2]!;
    return taken;
  };
}

/** Adds a block without NaN or Inf; false, and nothing changed, when it has one. */
function extendBlock(extent: Extent, values: Values, start: number, end: number): boolean {
  let { min, max } = extent;
  let [zeros, below0, above1, poison] = [0, 0, 0, 0];
  const lanes = [0, 0, 0, 0] as [number, number, number, number];
  for (let i = start; i < end; i++) {
    const v = values[i]!;
    if (v < min) min = v;
    if (v > max) max = v;
    if (v === 0) zeros++;
    else if (v < 0) below0++;
    else if (v > 1) above1++;
    lanes[(i - start) & 3]! += v;
    // 0 for every finite value, NaN for all others, and unlike the sum it cannot overflow.
    poison += v * 0;
  }
  if (poison !== 0) return false;
  extent.min = min + 0;
  extent.max = max + 0;
  extent.zeros += zeros;
  extent.below0 += below0;
  extent.above1 += above1;
  if (end > start) addTo(extent.sum, lanes[0] + lanes[1] + (lanes[2] + lanes[3]));
  return true;
}

function extendOddBlock(extent: Extent, values: Values, start: number, end: number): void {
  for (let i = start; i < end; i++) {
    const v = values[i]!;
    if (Number.isFinite(v)) {
      extent.min = Math.min(extent.min, v) + 0;
      extent.max = Math.max(extent.max, v) + 0;
      if (v === 0) extent.zeros++;
      else if (v < 0) extent.below0++;
      else if (v > 1) extent.above1++;
      addTo(extent.sum, v);
      continue;
    }
    if (extent.firstNotFinite < 0) extent.firstNotFinite = extent.count + i;
    if (v === Infinity) extent.posInf++;
    else if (v === -Infinity) extent.negInf++;
    else extent.nan++;
  }
}

/** Adds the extent of the values that follow. */
export function mergeExtent(total: Extent, part: Extent): void {
  if (total.firstNotFinite < 0 && part.firstNotFinite >= 0)
    total.firstNotFinite = total.count + part.firstNotFinite;
  for (const tally of ['count', 'nan', 'posInf', 'negInf', 'zeros', 'below0', 'above1'] as const)
    total[tally] += part[tally];
  total.min = Math.min(total.min, part.min);
  total.max = Math.max(total.max, part.max);
  mergeSums(total.sum, part.sum);
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
