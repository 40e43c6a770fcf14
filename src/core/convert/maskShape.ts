import { firstReason, kindIs, notEmpty, rankIs, realNumbers } from './checks';
import type { ConversionInput } from './conversion';

const checkMask = firstReason(rankIs(2, 3, 4), notEmpty, realNumbers);

/**
 * Null for a MASK `[B,H,W]`, for `[H,W]`, and for what ComfyUI's own mask nodes flatten to `[N,H,W]`;
 * a LATENT's noise mask counts.
 */
export function maskLike(input: ConversionInput): string | null {
  return (input.role === 'noise_mask' ? null : kindIs('MASK')(input)) ?? checkMask(input);
}

/** Items of a mask and their size: the last two axes are rows and columns, the others the batch. */
export function maskSize(shape: readonly number[]) {
  const [height, width] = shape.slice(-2) as [number, number];
  return { count: shape.slice(0, -2).reduce((a, b) => a * b, 1), height, width };
}
