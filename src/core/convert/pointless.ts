import { rankOf } from '../contracts/contract';
import { contractOf } from '../contracts/index';
import { type LocalText, t } from '../l10n';
import type { TensorStats } from '../tensor/stats';
import { nameOf } from './checks';
import type { ConversionInput } from './conversion';

/** Why a batch axis would be one too many; null where the kind has room for it. */
export function hasBatchAxis({ kind, tensor }: ConversionInput): LocalText | null {
  const rank = kind === null ? Infinity : rankOf(contractOf(kind));
  return tensor.shape.length >= rank ? t('it has a batch axis already') : null;
}

/** Why taking one item of a batch of one changes nothing. */
export function hasOneItem({ tensor }: ConversionInput): LocalText | null {
  return tensor.shape[0] === 1 ? t('its batch has one item') : null;
}

/** Why values need not be brought into 0..1. */
export function isUnitRange(_input: ConversionInput, stats: TensorStats | null): LocalText | null {
  if (!stats || stats.min === null || stats.max === null) return null;
  return Number(stats.min) >= 0 && Number(stats.max) <= 1
    ? t('its values lie from 0 to 1 already')
    : null;
}

/** Why there is no sign to take away. */
export function hasNoNegative(input: ConversionInput, stats: TensorStats | null): LocalText | null {
  const { kind } = input.tensor.dtype;
  const unsigned = kind === 'uint' || kind === 'bool';
  return unsigned || (stats?.min != null && Number(stats.min) >= 0)
    ? t('it has no negative values')
    : null;
}

/** Why there is nothing to replace. */
export function isAllFinite(_input: ConversionInput, stats: TensorStats | null): LocalText | null {
  return stats && stats.nan + stats.posInf + stats.negInf === 0
    ? t('all its values are finite')
    : null;
}

/** Why there is no alpha to take out. */
export function hasNoAlpha(input: ConversionInput): LocalText | null {
  return input.tensor.shape.at(-1) === 4
    ? null
    : t`${nameOf(input)} has ${input.tensor.shape.at(-1)} channels, no alpha`;
}
