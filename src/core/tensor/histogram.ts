import type { Histogram } from './stats';

/** Where a histogram's bins lie: `count + 1` edges, evenly from `min` to `max`. */
export interface Bins {
  readonly min: number;
  readonly max: number;
  readonly count: number;
  /** Half-open bins [edges[i], edges[i + 1]), the last one closed. */
  readonly edges: Float64Array;
  /** Bins per unit, after scaling by `scale`. */
  readonly perUnit: number;
  /** A power of two that keeps `max - min` finite. */
  readonly scale: number;
  /** How far rounding can shift a position, in bins; nearer to an edge than this only the edge decides. */
  readonly slack: number;
}

/** Bins over a range as numpy lays them; a range of no width gets one unit around its value. */
export function binsOver(low: number, high: number, count: number): Bins {
  const min = low === high ? low - 0.5 : low;
  const max = low === high ? high + 0.5 : high;
  const scale = Number.isFinite(max - min) ? 1 : 2 ** -2;
  const width = max * scale - min * scale;
  const step = width / count;
  // A plain loop: an archive may have a hundred thousand tensors of one element.
  const edges = new Float64Array(count + 1);
  for (let i = 0; i < count; i++) edges[i] = i * step + min * scale;
  edges[count] = max * scale;
  const perUnit = count / width;
  const largest = Math.max(Math.abs(min), Math.abs(max)) * scale;
  const slack = Math.max(1e-9, 8 * Number.EPSILON * largest * perUnit);
  return { min, max, count, edges, perUnit, scale, slack };
}

/** The bin of a finite value; values outside the range go to the nearest bin. */
export function binOf(bins: Bins, value: number): number {
  const { edges, count } = bins;
  const scaled = value * bins.scale;
  let bin = Math.floor((scaled - edges[0]!) * bins.perUnit);
  if (!(bin > 0)) bin = 0;
  if (bin >= count) bin = count - 1;
  // Rounding may miss; the edges decide.
  while (bin > 0 && scaled < edges[bin]!) bin--;
  while (bin < count - 1 && scaled >= edges[bin + 1]!) bin++;
  return bin;
}

/** A finished histogram. */
export function histogramOf(bins: Bins, counts: Iterable<number>): Histogram {
  return { min: bins.min, max: bins.max, counts: [...counts] };
}
