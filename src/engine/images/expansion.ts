import { byteSize } from '../../core/byteSize';
import { TensorFileError } from '../../core/errors';
import { t } from '../../core/l10n';
import type { ImageInput } from './decoder';
import { CHEAP_PIXELS, MAX_EAGER_PIXELS_PER_BYTE, MAX_EXPANDED_BYTES } from './limits';

/** Colours and mask of a decoded pixel, in bytes. */
export const KEPT_PIXEL_BYTES = 4;

/** Whether a file claims far more pixels than its bytes suggest. */
export function claimsMuch(pixels: number, byteLength: number): boolean {
  return pixels > CHEAP_PIXELS && pixels > byteLength * MAX_EAGER_PIXELS_PER_BYTE;
}

/**
 * @param pixels of all frames together
 * @param neededBytes the most memory that decoding them takes
 * @throws TensorFileError when a file claims far more pixels than its bytes suggest, and they take too much.
 */
export function checkExpansion(input: ImageInput, pixels: number, neededBytes: number): void {
  if (neededBytes <= MAX_EXPANDED_BYTES || !claimsMuch(pixels, input.bytes.length)) return;
  throw new TensorFileError(
    t`"${input.name}" claims ${pixels} pixels in ${input.bytes.length} bytes: decoding them could take ${byteSize(neededBytes)}, and pictures that expand so are decoded up to ${byteSize(MAX_EXPANDED_BYTES)} only; save it smaller.`,
  );
}
