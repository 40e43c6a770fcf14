import { nameOf, shapeText } from './checks';
import type { ConversionInput } from './conversion';

/** Channel counts that an IMAGE may have. */
export const IMAGE_CHANNELS: readonly number[] = [1, 3, 4];

/** A MASK of rank 3 has no channels to move. */
export function isNoMask(input: ConversionInput): string | null {
  return input.kind === 'MASK' && input.tensor.shape.length === 3
    ? `${nameOf(input)} is a MASK [B,H,W], which has no channel axis`
    : null;
}

/** An IMAGE whose shape says beyond doubt that its channels are where they should go. */
export function isNotYet(order: 'first' | 'last') {
  return (input: ConversionInput): string | null => {
    const { shape } = input.tensor;
    const there = order === 'last' ? shape.at(-1)! : shape.at(-3)!;
    const elsewhere = order === 'last' ? shape.at(-3)! : shape.at(-1)!;
    const sure =
      input.kind === 'IMAGE' &&
      IMAGE_CHANNELS.includes(there) &&
      !IMAGE_CHANNELS.includes(elsewhere);
    return sure ? `${nameOf(input)} is channel ${order} already, shape ${shapeText(shape)}` : null;
  };
}
