import { TensorFileError } from '../../core/errors';
import { t } from '../../core/l10n';
import type { ImageInput } from './decoder';
import { CHEAP_PIXELS, MAX_FRAME_PIXELS, MAX_PIXELS_PER_BYTE } from './limits';

/**
 * @throws TensorFileError when a picture claims more pixels than Pillow would open, or so many more than
 * its bytes can hold that even its sound part would be nothing beside the memory it costs.
 */
export function checkSize(input: ImageInput, width: number, height: number): void {
  const perByte = MAX_PIXELS_PER_BYTE[input.container];
  const isCheap = width * height <= CHEAP_PIXELS;
  if (perByte && !isCheap && width * height > input.bytes.length * perByte)
    throw new TensorFileError(
      t`"${input.name}" claims ${width} x ${height} pixels in ${input.bytes.length} bytes, which cannot hold them: the file is cut short or damaged.`,
    );
  if (width * height > MAX_FRAME_PIXELS)
    throw new TensorFileError(
      t`"${input.name}" claims ${width} x ${height} pixels; pictures above ${MAX_FRAME_PIXELS} pixels are refused as decompression bombs, as Pillow does.`,
    );
}
