import { isLatentFile, isMarkedLatent, LATENT_TENSOR, storedScale } from '../contracts/savedLatent';
import { type LocalText, t } from '../l10n';
import { nameOf } from './checks';
import type { ConversionInput } from './conversion';

function isMarked(input: ConversionInput): boolean {
  return isMarkedLatent(input.siblings ?? []);
}

/** What LoadLatent multiplies the stored values by, in its own precision. */
export function oldLatentMultiplier(input: ConversionInput): number {
  return Math.fround(storedScale(input.file, input.siblings ?? []));
}

/** Null for the tensor of a `.latent` without the marker, also when the file goes by another ending. */
export function isOldLatent(input: ConversionInput): LocalText | null {
  if (isMarked(input))
    return t`${nameOf(input)} is marked already: its values are in today's scale`;
  return isLatentFile(input.file) || input.tensor.name === LATENT_TENSOR
    ? null
    : t`${nameOf(input)} is not of a .latent file: only those were saved in the old scale`;
}
