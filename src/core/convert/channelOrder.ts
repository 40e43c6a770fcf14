import { rankOf } from '../contracts/contract';
import { contractOf } from '../contracts/index';
import { maskContract } from '../contracts/mask';
import { type LocalText, t } from '../l10n';
import { nameOf, shapeText } from './checks';
import type { ConversionInput } from './conversion';

/** A MASK of rank 3 has no channels to move. */
export function isNoMask(input: ConversionInput): LocalText | null {
  return input.kind === maskContract.kind && input.tensor.shape.length === rankOf(maskContract)
    ? t`${nameOf(input)} is a MASK [B,H,W], which has no channel axis`
    : null;
}

/** An IMAGE or LATENT whose shape says beyond doubt that its channels are where they should go. */
export function isNotYet(order: 'first' | 'last') {
  return (input: ConversionInput): LocalText | null => {
    const { shape } = input.tensor;
    if (input.kind === null || contractOf(input.kind).channelsAt?.(shape) !== order) return null;
    return order === 'last'
      ? t`${nameOf(input)} is channel last already, shape ${shapeText(shape)}`
      : t`${nameOf(input)} is channel first already, shape ${shapeText(shape)}`;
  };
}
