import {
  KERNEL_MAX_BINS,
  KERNEL_MEMORY,
  KERNEL_VALUE_BYTES,
  loadKernels,
} from '../kernels/kernels';
import { addTo, type CompensatedSum, mergeSums, sumOf, zeroSum } from './compensatedSum';
import { type Bins, binOf, binsOver } from './histogram';

/** What the second pass learns, knowing the range: spread around a centre, and the histogram. */
export interface MomentSums {
  /** A value near the mean; deviations are taken from it. */
  readonly centre: number;
  /** A power of two that keeps squared deviations from overflowing and from vanishing. */
  readonly scale: number;
  readonly allFinite: boolean;
  readonly bins: Bins;
  readonly counts: Uint32Array | Float64Array;
  readonly deviations: CompensatedSum;
  readonly squares: CompensatedSum;
}

/** What a spread measures against: the same for all parts of a tensor. */
export interface MomentFrame {
  readonly centre: number;
  readonly min: number;
  readonly max: number;
  readonly bins: number;
  /** Whether every value is finite; only then the kernels can take it. */
  readonly allFinite: boolean;
}

/** An empty spread over values from `min` to `max`. */
export function emptyMomentSums({ centre, min, max, bins, allFinite }: MomentFrame): MomentSums {
  return {
    centre,
    allFinite,
    scale: scaleFor(Math.max(Math.abs(min), Math.abs(max))),
    bins: binsOver(min, max, bins),
    counts: new Float64Array(bins),
    deviations: zeroSum(),
    squares: zeroSum(),
  };
}

/** Adds what was learned of the values that follow. */
export function mergeMomentSums(total: MomentSums, part: MomentSums): void {
  for (let bin = 0; bin < total.counts.length; bin++) total.counts[bin]! += part.counts[bin]!;
  mergeSums(total.deviations, part.deviations);
  mergeSums(total.squares, part.squares);
}

/** Squares of doubles beyond these leave the range of a double. */
const [SMALL, LARGE] = [1e-140, 1e140];

function scaleFor(largest: number): number {
  if (largest === 0 || (largest > SMALL && largest < LARGE)) return 1;
  return 2 ** -Math.max(-1000, Math.min(1000, Math.floor(Math.log2(largest))));
}

/** As many values as the kernels add up in four lanes before a sum is compensated. */
const BLOCK = 256;

type Values = Float32Array | Float64Array;

/** Adds the finite ones of the next values. */
export function addToMomentSums(moments: MomentSums, values: Values): void {
  let start = moments.allFinite ? addByKernel(moments, values) : 0;
  for (; start < values.length; start += BLOCK)
    addBlock(moments, values, start, Math.min(start + BLOCK, values.length));
}

/** Adds whole blocks by the kernel; gives how many values that were. */
function addByKernel(moments: MomentSums, values: Values): number {
  const { bins, scale, counts } = moments;
  const isTooFew = values.length < BLOCK || values.length < bins.count;
  if (isTooFew || scale !== 1 || bins.scale !== 1 || bins.count > KERNEL_MAX_BINS) return 0;
  const views = values.byteLength <= KERNEL_VALUE_BYTES ? loadKernels() : null;
  if (views === null) return 0;
  const { kernels, f64, u32, i32 } = views;
  const { frame, edges, counts: tables, values: at } = KERNEL_MEMORY;
  const isSingle = values instanceof Float32Array;
  const slack = isSingle ? singleSlack(bins) : bins.slack;
  // Beyond half a bin no position tells anything.
  if (slack > 0.25) return 0;
  const isThere = values.buffer === f64.buffer && values.byteOffset === at;
  if (!isThere) (isSingle ? views.f32 : f64).set(values, at / values.BYTES_PER_ELEMENT);
  const { deviations, squares, centre } = moments;
  const sums = [deviations.total, deviations.dropped, squares.total, squares.dropped];
  f64.set([centre, bins.edges[0]!, bins.perUnit, slack, ...sums], frame / 8);
  i32[frame / 4 + 16] = bins.count;
  f64.set(bins.edges, edges / 8);
  u32.fill(0, tables / 4, tables / 4 + bins.count * 4);
  const run = isSingle ? kernels.spreadF32 : kernels.spreadF64;
  const taken = run(at, values.length, frame, tables, edges);
  [deviations.total, deviations.dropped, squares.total, squares.dropped] = f64.subarray(
    frame / 8 + 4,
    frame / 8 + 8,
  ) as unknown as [number, number, number, number];
  for (let table = 0, at = tables / 4; table < 4; table++)
    for (let bin = 0; bin < bins.count; bin++) counts[bin]! += u32[at++]!;
  return taken;
}

/** Rounding of a float32 relative to its value. */
const EPSILON_F32 = 2 ** -24;

/**
 * How far float32 arithmetic can shift a position, in bins: the low edge, the difference, the product and
 * the bins per unit are rounded. Not finite where the range is too wide or too narrow for float32.
 */
function singleSlack({ edges, perUnit, count, slack }: Bins): number {
  const low = edges[0]!;
  const isTooWide = edges[count]! - low > 2 ** 120;
  const isTooNarrow = !Number.isFinite(Math.fround(perUnit));
  if (isTooWide || isTooNarrow) return Number.POSITIVE_INFINITY;
  const ofLow = Math.abs(low - Math.fround(low)) * perUnit;
  return slack + ofLow + 8 * EPSILON_F32 * count;
}

function addBlock(moments: MomentSums, values: Values, start: number, end: number): void {
  const { bins, counts, scale } = moments;
  const { slack } = bins;
  const centre = moments.centre * scale;
  const [low, perUnit, binScale, last] = [bins.edges[0]!, bins.perUnit, bins.scale, bins.count - 1];
  const deviations = [0, 0, 0, 0] as [number, number, number, number];
  const squares = [0, 0, 0, 0] as [number, number, number, number];
  for (let i = start; i < end; i++) {
    const v = values[i]!;
    if (v * 0 !== 0) continue;
    const deviation = v * scale - centre;
    deviations[(i - start) & 3]! += deviation;
    squares[(i - start) & 3]! += deviation * deviation;
    const position = (v * binScale - low) * perUnit;
    const bin = position | 0;
    const inside = position - bin;
    if (inside > slack && inside < 1 - slack && bin <= last) counts[bin]!++;
    else counts[binOf(bins, v)]!++;
  }
  addTo(moments.deviations, deviations[0] + deviations[1] + (deviations[2] + deviations[3]));
  addTo(moments.squares, squares[0] + squares[1] + (squares[2] + squares[3]));
}

/** Mean and population standard deviation of `count` values. */
export function momentsOf(moments: MomentSums, count: number): { mean: number; std: number } {
  const { scale, centre } = moments;
  const shift = sumOf(moments.deviations) / count;
  const variance = sumOf(moments.squares) / count - shift * shift;
  return { mean: centre + shift / scale, std: Math.sqrt(Math.max(0, variance)) / scale };
}
