import { isLatentFile, LATENT_MARKER } from '../contracts/classify';
import { type LocalText, t } from '../l10n';
import { nameOf } from './checks';
import type { ConversionInput } from './conversion';

/** The factor of SD 1.x latents, which files without the marker were saved with. Source: LoadLatent. */
export const OLD_SCALE = 0.18215;

function isMarked(input: ConversionInput): boolean {
  return input.siblings?.includes(LATENT_MARKER) === true;
}

/** What LoadLatent multiplies the stored values by: only a `.latent` without the marker is old. */
export function oldLatentMultiplier(input: ConversionInput): number {
  return isLatentFile(input.file) && !isMarked(input) ? Math.fround(1 / OLD_SCALE) : 1;
}

/** Null for the tensor of a `.latent` without the marker, also when the file goes by another ending. */
export function isOldLatent(input: ConversionInput): LocalText | null {
  if (isMarked(input))
    return t`${nameOf(input)} is marked already: its values are in today's scale`;
  return isLatentFile(input.file) || input.tensor.name === 'latent_tensor'
    ? null
    : t`${nameOf(input)} is not of a .latent file: only those were saved in the old scale`;
}
