import { imageContract } from '../contracts/image';
import { maskContract } from '../contracts/mask';
import { type LocalText, t } from '../l10n';
import type { Tensor } from '../tensor/tensor';
import {
  axisIs,
  firstReason,
  kindIs,
  nameOf,
  notEmpty,
  rankIs,
  realNumbers,
  refuse,
  shapeText,
} from './checks';
import type { ConversionInput } from './conversion';
import { squeeze, unsqueeze } from './views';

const checkMask = firstReason(rankIs(2, 3, 4), notEmpty, realNumbers);

/**
 * Null for a MASK `[B,H,W]`, for `[H,W]`, and for what ComfyUI's own mask nodes flatten to `[N,H,W]`;
 * a LATENT's noise mask counts.
 */
export function maskLike(input: ConversionInput): LocalText | null {
  return (
    (input.role === 'noise_mask' ? null : kindIs(maskContract.kind)(input)) ?? checkMask(input)
  );
}

/** Null for a mask whose last two axes are rows and columns. */
export function planeMask(input: ConversionInput): LocalText | null {
  const { shape } = input.tensor;
  return (
    maskLike(input) ??
    (shape.length === 4 && shape[3] === 1 && shape[1] !== 1
      ? t`${nameOf(input)} has a channel axis, shape ${shapeText(shape)}: squeeze it first`
      : null)
  );
}

/** Items of a mask and their size: the last two axes are rows and columns, the others the batch. */
export function maskSize(shape: readonly number[]) {
  const [height, width] = shape.slice(-2) as [number, number];
  return { count: shape.slice(0, -2).reduce((a, b) => a * b, 1), height, width };
}

/** Null for what `asPlanes` takes: a MASK, or a picture of one channel. */
export function planesLike(input: ConversionInput): LocalText | null {
  if (isGreyImage(input)) return firstReason(notEmpty, realNumbers)(input);
  return maskLike(input) ?? (input.tensor.shape.length === 4 ? axisIs(1, 1)(input) : null);
}

function isGreyImage({ kind, tensor: { shape } }: ConversionInput): boolean {
  return kind === imageContract.kind && shape.length === 4 && shape[3] === 1;
}

/** `[H,W]`, `[B,H,W]`, `[B,1,H,W]` or an IMAGE `[B,H,W,1]` as `[B,H,W]`. */
export function asPlanes(input: ConversionInput): Tensor {
  const { tensor } = input;
  if (isGreyImage(input)) return squeeze(tensor, 3);
  if (tensor.shape.length === 2) return unsqueeze(tensor, 0);
  return tensor.shape.length === 4 ? squeeze(tensor, 1) : tensor;
}

/** A mask given beside an image, as `[B,H,W]`. @throws TensorFileError when it is none. */
export function partnerPlanes(mask: ConversionInput): Tensor {
  const reason = planesLike(mask);
  return reason === null
    ? asPlanes(mask)
    : refuse(
        mask,
        t`${nameOf(mask)}, shape ${shapeText(mask.tensor.shape)}, is no MASK: ${reason}`,
      );
}
