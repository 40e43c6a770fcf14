import { addTo, type CompensatedSum, sumOf, zeroSum } from './compensatedSum';
import { type Bins, binOf } from './histogram';

/** What the second pass learns, knowing the extent: spread around a centre, and the histogram. */
export interface Spread {
  /** A value near the mean; deviations are taken from it. */
  readonly centre: number;
  /** A power of two that keeps squared deviations from overflowing and from vanishing. */
  readonly scale: number;
  readonly bins: Bins;
  readonly counts: Float64Array;
  readonly deviations: CompensatedSum;
  readonly squares: CompensatedSum;
}

/** An empty spread over values that lie in `bins`. */
export function emptySpread(centre: number, bins: Bins): Spread {
  return {
    centre,
    scale: scaleFor(Math.max(Math.abs(bins.min), Math.abs(bins.max))),
    bins,
    counts: new Float64Array(bins.count),
    deviations: zeroSum(),
    squares: zeroSum(),
  };
}

/** Squares of doubles beyond these leave the range of a double. */
const [SMALL, LARGE] = [1e-140, 1e140];

function scaleFor(largest: number): number {
  if (largest === 0 || (largest > SMALL && largest < LARGE)) return 1;
  return 2 ** -Math.max(-1000, Math.min(1000, Math.floor(Math.log2(largest))));
}

const BLOCK = 256;

/** Adds the finite ones of the next values. */
export function addSpread(spread: Spread, values: Float64Array): void {
  for (let start = 0; start < values.length; start += BLOCK) {
    addBlock(spread, values, start, Math.min(start + BLOCK, values.length));
  }
}

function addBlock(spread: Spread, values: Float64Array, start: number, end: number): void {
  const { bins, counts, scale } = spread;
  const { slack } = bins;
  const centre = spread.centre * scale;
  const [low, perUnit, binScale, last] = [bins.edges[0]!, bins.perUnit, bins.scale, bins.count - 1];
  let deviations = 0;
  let squares = 0;
  for (let i = start; i < end; i++) {
    const v = values[i]!;
    if (v * 0 !== 0) continue;
    const deviation = v * scale - centre;
    deviations += deviation;
    squares += deviation * deviation;
    const position = (v * binScale - low) * perUnit;
    const bin = position | 0;
    const inside = position - bin;
    if (inside > slack && inside < 1 - slack && bin <= last) counts[bin]!++;
    else counts[binOf(bins, v)]!++;
  }
  addTo(spread.deviations, deviations);
  addTo(spread.squares, squares);
}

/** Mean and population standard deviation of `count` values. */
export function momentsOf(spread: Spread, count: number): { mean: number; std: number } {
  const { scale, centre } = spread;
  const shift = sumOf(spread.deviations) / count;
  const variance = sumOf(spread.squares) / count - shift * shift;
  return { mean: centre + shift / scale, std: Math.sqrt(Math.max(0, variance)) / scale };
}
