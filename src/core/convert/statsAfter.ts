import type { TensorStats } from '../tensor/stats';
import type { ConversionInput } from './conversion';
import type { OptionValues } from './options';

/**
 * What is known of values after a conversion, from what was known before: enough for every rule of values,
 * without a second reading. What rules do not ask for is null.
 */

const NOT_ASKED_FOR = { mean: null, std: null, histogram: null, quantiles: null } as const;

/** Real types of so many bits lie in float32 as they are. */
const NARROW_BITS = 16;

function isNarrow({ tensor }: ConversionInput): boolean {
  return tensor.dtype.bits <= NARROW_BITS;
}

/**
 * Where each value x becomes `f(x)`, a function that rises. Known where the results lie in 0..1; else how
 * many lie beyond would have to be counted: null.
 */
export function afterRising(stats: TensorStats, f: (x: number) => number): TensorStats | null {
  const ends = endsOf(stats);
  if (!ends) return null;
  const [min, max] = ends.map(x => Math.fround(f(Math.fround(x)))) as [number, number];
  if (!(min >= 0 && max <= 1)) return null;
  // Rules ask whether all are zero, and no more.
  const finite = stats.count - stats.nan - stats.posInf - stats.negInf;
  const zeros = max === 0 ? finite : Math.min(stats.zeros, finite - 1);
  return { ...stats, ...NOT_ASKED_FOR, min, max, zeros, below0: 0, above1: 0 };
}

/** The same values as float32. */
export function asFloats(stats: TensorStats, input: ConversionInput): TensorStats | null {
  return isNarrow(input) ? stats : afterRising(stats, x => x);
}

/** Where each value is multiplied by a positive factor above 1, and nobody asks how many pass 1. */
export function afterScaling(stats: TensorStats, factor: number): TensorStats | null {
  const ends = endsOf(stats);
  if (!ends) return null;
  const [min, max] = ends.map(x => Math.fround(Math.fround(x) * factor)) as [number, number];
  if (!Number.isFinite(min) || !Number.isFinite(max)) return null;
  const { above1: _, ...rest } = stats;
  const mean = stats.mean === null ? null : stats.mean * factor;
  return { ...rest, ...NOT_ASKED_FOR, min, max, mean };
}

/** Where NaN and infinities have got the values of the options. */
export function afterReplacing(
  stats: TensorStats,
  input: ConversionInput,
  options: OptionValues,
): TensorStats | null {
  const isExact = isNarrow(input) || input.tensor.dtype.name === 'F32';
  const { nan, posInf, negInf, below0, above1 } = stats;
  if (!isExact || below0 === undefined || above1 === undefined) return null;
  const replaced = [
    [nan, options.number('nan')],
    [posInf, options.number('posInf')],
    [negInf, options.number('negInf')],
  ] as const;
  const put = replaced.flatMap(([count, value]) => (count > 0 ? [Math.fround(value)] : []));
  const ends = [...(endsOf(stats) ?? []), ...put];
  const counted = (is: (value: number) => boolean) =>
    replaced.reduce((sum, [count, value]) => sum + (is(Math.fround(value)) ? count : 0), 0);
  return {
    ...stats,
    ...NOT_ASKED_FOR,
    nan: 0,
    posInf: 0,
    negInf: 0,
    firstNotFinite: null,
    min: Math.min(...ends),
    max: Math.max(...ends),
    zeros: stats.zeros + counted(value => value === 0),
    below0: below0 + counted(value => value < 0),
    above1: above1 + counted(value => value > 1),
  };
}

/** Where the batch is repeated whole: as many of each value, `times` over. */
export function afterRepeating(stats: TensorStats, times: number): TensorStats | null {
  if (!Number.isInteger(times)) return null;
  const { count, nan, posInf, negInf, zeros, below0, above1 } = stats;
  return {
    ...stats,
    ...NOT_ASKED_FOR,
    mean: stats.mean,
    count: count * times,
    nan: nan * times,
    posInf: posInf * times,
    negInf: negInf * times,
    zeros: zeros * times,
    ...(below0 === undefined ? {} : { below0: below0 * times }),
    ...(above1 === undefined ? {} : { above1: above1 * times }),
  };
}

/** Null where nothing is finite, or a double cannot hold the ends. */
function endsOf({ min, max }: TensorStats): readonly [number, number] | null {
  return typeof min === 'number' && typeof max === 'number' ? [min, max] : null;
}
