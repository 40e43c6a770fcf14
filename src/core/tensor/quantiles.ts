import { type Histogram, QUANTILE_LEVELS, type Quantiles } from './stats';

/**
 * Exact quantiles of values that were counted.
 * @param values ascending, each with `counts[i]` occurrences
 */
export function countedQuantiles(
  values: ArrayLike<number>,
  counts: ArrayLike<number>,
): Quantiles | null {
  const total = Array.from(counts).reduce((sum, count) => sum + count, 0);
  if (total === 0) return null;
  const at = (rank: number) => {
    let seen = 0;
    for (let i = 0; i < values.length; i++) {
      seen += counts[i]!;
      if (rank < seen) return values[i]!;
    }
    return values[values.length - 1]!;
  };
  const quantile = (level: number) => {
    const position = level * (total - 1);
    const rank = Math.floor(position);
    return between(at(rank), at(Math.min(rank + 1, total - 1)), position - rank);
  };
  return { exact: true, values: QUANTILE_LEVELS.map(quantile) };
}

/**
 * Quantiles interpolated within the bins of a histogram: right to one bin's width, and none outside of
 * `least` and `greatest`, the values' own ends, which lie inside the bins where all values are one.
 */
export function binnedQuantiles(
  { min, max, counts }: Histogram,
  least: number,
  greatest: number,
): Quantiles {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const width = max / counts.length - min / counts.length;
  const quantile = (level: number) => {
    const target = level * total;
    let seen = 0;
    for (const [bin, count] of counts.entries()) {
      if (seen + count >= target && count > 0) return min + (bin + (target - seen) / count) * width;
      seen += count;
    }
    return max;
  };
  return {
    exact: false,
    values: QUANTILE_LEVELS.map(level => Math.min(greatest, Math.max(least, quantile(level)))),
  };
}

function between(low: number, high: number, fraction: number): number {
  return fraction === 0 || low === high ? low : low + (high - low) * fraction;
}
