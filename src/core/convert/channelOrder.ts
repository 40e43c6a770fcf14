import { readLatent } from '../contracts/latentReading';
import { type LocalText, t } from '../l10n';
import { nameOf, shapeText } from './checks';
import type { ConversionInput } from './conversion';

/** Channel counts that an IMAGE may have. */
export const IMAGE_CHANNELS: readonly number[] = [1, 3, 4];

/** A MASK of rank 3 has no channels to move. */
export function isNoMask(input: ConversionInput): LocalText | null {
  return input.kind === 'MASK' && input.tensor.shape.length === 3
    ? t`${nameOf(input)} is a MASK [B,H,W], which has no channel axis`
    : null;
}

/** An IMAGE or LATENT whose shape says beyond doubt that its channels are where they should go. */
export function isNotYet(order: 'first' | 'last') {
  const isThere = { IMAGE: isImageInOrder, LATENT: isLatentInOrder, MASK: () => false };
  return (input: ConversionInput): LocalText | null => {
    const { shape } = input.tensor;
    if (!input.kind || !isThere[input.kind](shape, order)) return null;
    return order === 'last'
      ? t`${nameOf(input)} is channel last already, shape ${shapeText(shape)}`
      : t`${nameOf(input)} is channel first already, shape ${shapeText(shape)}`;
  };
}

function isImageInOrder(shape: readonly number[], order: 'first' | 'last'): boolean {
  const there = order === 'last' ? shape.at(-1)! : shape.at(-3)!;
  const elsewhere = order === 'last' ? shape.at(-3)! : shape.at(-1)!;
  return IMAGE_CHANNELS.includes(there) && !IMAGE_CHANNELS.includes(elsewhere);
}

/** A sound LATENT is channel first; moved once more it would be another LATENT, or none. */
function isLatentInOrder(shape: readonly number[], order: 'first' | 'last'): boolean {
  const { fault, ambiguity } = readLatent(shape);
  return order === 'first' && fault === null && ambiguity === undefined;
}
