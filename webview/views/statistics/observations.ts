import { type LocalText, t } from '../../../src/core/l10n';
import type { TensorStats } from '../../../src/core/tensor/stats';
import { formatCount, formatNumber, formatPercent } from '../../format';

/** Statistics whose ends are numbers, with the quantiles by name. */
interface Facts extends TensorStats {
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  readonly std: number;
  /** 1, 50 and 99 percent. */
  readonly low: number;
  readonly middle: number;
  readonly high: number;
}

/** Within so much of itself a number counts as the one it is held against. */
const NEAR = 0.15;
/** The 99 percent quantile of the standard normal distribution. */
const NORMAL_99 = 2.326;
/** Where the middle 98 percent take less than this share of the range, few values make it so wide. */
const NARROW = 0.05;

/**
 * What statistics say in plain words, the weightiest first. Each line is a fact or says that it is a
 * likeness; what breaks a contract is for the findings.
 */
export function observations(stats: TensorStats): readonly LocalText[] {
  const special = [notFinite(stats)];
  const facts = factsOf(stats);
  const rest = facts ? RULES.map(rule => rule(facts)) : [];
  return [...special, ...rest].filter(text => text !== null);
}

function notFinite({ count, nan, posInf, negInf, firstNotFinite }: TensorStats): LocalText | null {
  if (!firstNotFinite) return null;
  if (nan === count) return t('Every value is NaN.');
  const share = formatPercent((nan + posInf + negInf) / count);
  return t`${share} of the values are NaN or infinite; the first is at [${firstNotFinite.join(', ')}].`;
}

function factsOf(stats: TensorStats): Facts | null {
  const { min, max, mean, std, quantiles } = stats;
  if (typeof min !== 'number' || typeof max !== 'number') return null;
  if (mean === null || std === null || !quantiles) return null;
  const [low, , , middle, , , high] = quantiles.values as readonly number[];
  return { ...stats, min, max, mean, std, low: low!, middle: middle!, high: high! };
}

type Rule = (facts: Facts) => LocalText | null;

const RULES: readonly Rule[] = [constant, range, twoEnds, normal, zeros, outliers];

function constant({ min, max, count }: Facts): LocalText | null {
  return min === max && count > 1 ? t`Every value is ${formatNumber(min, 7)}.` : null;
}

/** Which of the ranges that pictures are kept in the values fill. */
function range({ min, max, below0, above1 }: Facts): LocalText | null {
  if (min === max) return null;
  if (below0 === 0 && above1 === 0)
    return t('All values lie from 0 to 1, as those of an IMAGE or a MASK do.');
  if (min >= 0 && max > 10 && max <= 255)
    return t`Values run from ${formatNumber(min)} to ${formatNumber(max)}, as levels of 8 bits do.`;
  if (min < 0 && min >= -1 && max <= 1)
    return t('All values lie from -1 to 1, as models put out pictures.');
  return null;
}

/** A histogram whose outer bins hold everything. */
function twoEnds({ min, max, histogram, count, nan, posInf, negInf }: Facts): LocalText | null {
  if (!histogram || min === max || histogram.counts.length < 3) return null;
  const ends = histogram.counts[0]! + histogram.counts.at(-1)!;
  if (ends !== count - nan - posInf - negInf) return null;
  return t`Values are close to ${formatNumber(min)} or close to ${formatNumber(max)}, and nothing between: a hard mask looks so.`;
}

function normal({ mean, std, low, high }: Facts): LocalText | null {
  const isNear = (value: number, wanted: number) => Math.abs(value - wanted) <= NEAR * wanted;
  const isNormal =
    Math.abs(mean) < 0.1 && isNear(std, 1) && isNear(high, NORMAL_99) && isNear(-low, NORMAL_99);
  return isNormal ? t('Mean, spread and tails are those of standard normal noise.') : null;
}

function zeros({ zeros: found, count, min, max }: Facts): LocalText | null {
  if (found * 2 < count || min === max) return null;
  return t`${formatPercent(found / count)} of the values are 0 (${formatCount(found)}).`;
}

function outliers({ min, max, low, high }: Facts): LocalText | null {
  if (!(high > low) || high - low > NARROW * (max - min)) return null;
  return t`98 % of the values lie from ${formatNumber(low)} to ${formatNumber(high)}; a few reach from ${formatNumber(min)} to ${formatNumber(max)}.`;
}
