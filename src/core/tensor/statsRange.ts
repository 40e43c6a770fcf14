import { KERNEL_MEMORY, KERNEL_VALUE_BYTES, loadKernels } from '../kernels/kernels';
import { addTo, type CompensatedSum, mergeSums, sumOf, zeroSum } from './compensatedSum';

/** What the first pass over wide values learns: what is finite, how far it reaches, what it sums to. */
export interface RangeSums {
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

/** What is known before the first value. */
export function emptyRangeSums(): RangeSums {
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

/** Adds the next values in scan order. */
export function addToRangeSums(sums: RangeSums, values: Values): void {
  const takeBlocks = kernelFor(values) ?? (() => 0);
  for (let start = 0; start < values.length; ) {
    start += takeBlocks(sums, start);
    const end = Math.min(start + BLOCK, values.length);
    if (!addBlock(sums, values, start, end)) addOddBlock(sums, values, start, end);
    start = end;
  }
  sums.count += values.length;
}

/** Takes whole blocks by the kernel, from an index on, up to the first that is not all finite. */
function kernelFor(values: Values): ((sums: RangeSums, start: number) => number) | null {
  const views = values.byteLength <= KERNEL_VALUE_BYTES ? loadKernels() : null;
  if (views === null || values.length < BLOCK) return null;
  const { kernels, f64, i32 } = views;
  const isSingle = values instanceof Float32Array;
  const run = isSingle ? kernels.extentF32 : kernels.extentF64;
  (isSingle ? views.f32 : f64).set(values, KERNEL_MEMORY.values / values.BYTES_PER_ELEMENT);
  const state = KERNEL_MEMORY.state / 8;
  const tallies = KERNEL_MEMORY.state / 4 + 8;
  return (sums, start) => {
    f64.set([sums.sum.total, sums.sum.dropped, sums.min, sums.max], state);
    i32.fill(0, tallies, tallies + 3);
    const at = KERNEL_MEMORY.values + start * values.BYTES_PER_ELEMENT;
    const taken = run(at, values.length - start, KERNEL_MEMORY.state);
    if (taken === 0) return 0;
    sums.sum.total = f64[state]!;
    sums.sum.dropped = f64[state + 1]!;
    // Adding 0 turns -0 into 0: which of the two a lane met first must not show.
    sums.min = f64[state + 2]! + 0;
    sums.max = f64[state + 3]! + 0;
    sums.zeros += i32[tallies]!;
    sums.below0 += i32[tallies + 1]!;
    sums.above1 += i32[tallies + 2]!;
    return taken;
  };
}

/** Adds a block without NaN or Inf; false, and nothing changed, when it has one. */
function addBlock(sums: RangeSums, values: Values, start: number, end: number): boolean {
  let { min, max } = sums;
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
  sums.min = min + 0;
  sums.max = max + 0;
  sums.zeros += zeros;
  sums.below0 += below0;
  sums.above1 += above1;
  if (end > start) addTo(sums.sum, lanes[0] + lanes[1] + (lanes[2] + lanes[3]));
  return true;
}

function addOddBlock(sums: RangeSums, values: Values, start: number, end: number): void {
  for (let i = start; i < end; i++) {
    const v = values[i]!;
    if (Number.isFinite(v)) {
      sums.min = Math.min(sums.min, v) + 0;
      sums.max = Math.max(sums.max, v) + 0;
      if (v === 0) sums.zeros++;
      else if (v < 0) sums.below0++;
      else if (v > 1) sums.above1++;
      addTo(sums.sum, v);
      continue;
    }
    if (sums.firstNotFinite < 0) sums.firstNotFinite = sums.count + i;
    if (v === Infinity) sums.posInf++;
    else if (v === -Infinity) sums.negInf++;
    else sums.nan++;
  }
}

/** Adds what was learned of the values that follow. */
export function mergeRangeSums(total: RangeSums, part: RangeSums): void {
  if (total.firstNotFinite < 0 && part.firstNotFinite >= 0)
    total.firstNotFinite = total.count + part.firstNotFinite;
  for (const tally of ['count', 'nan', 'posInf', 'negInf', 'zeros', 'below0', 'above1'] as const)
    total[tally] += part[tally];
  total.min = Math.min(total.min, part.min);
  total.max = Math.max(total.max, part.max);
  mergeSums(total.sum, part.sum);
}

/** How many of the values are finite. */
export function finiteCount(sums: RangeSums): number {
  return sums.count - sums.nan - sums.posInf - sums.negInf;
}

/** A value near the mean: the mean of the first pass, or the middle where the sum overflowed. */
export function centreOf(sums: RangeSums): number {
  const mean = sumOf(sums.sum) / finiteCount(sums);
  return Number.isFinite(mean) ? mean : sums.min / 2 + sums.max / 2;
}
