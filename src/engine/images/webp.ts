import { pictures } from '../node/pictures';
import type { Decode } from './decoder';
import { checkExpansion, KEPT_PIXEL_BYTES } from './expansion';
import { frameOf } from './frames';
import { orient } from './orient';
import { pictureDetails } from './pictureDetails';
import { splitStack } from './stack';

const OPTIONS = { failOn: 'warning', page: 'all' } as const;

/** WebP and AVIF, still or animated: alpha counts where the file declares it. */
export const decodeStacked: Decode = async (input, signal) => {
  const header = await pictures.readHeader(input, OPTIONS);
  const details = pictureDetails(header);
  const alpha = header.hasAlpha ? 'keep' : 'drop';
  if ((header.pages ?? 1) === 1) {
    const raster = await pictures.readPixels(input, { failOn: 'warning' }, signal);
    return { frames: [frameOf(raster, alpha)], details };
  }
  const pixels = header.width * (header.pageHeight ?? header.height) * header.pages!;
  checkExpansion(input, pixels, pixels * (1 + KEPT_PIXEL_BYTES));
  const stack = await pictures.readPixels(input, OPTIONS, signal);
  const rasters = splitStack(stack, header.pageHeight ?? header.height);
  const orientation = header.orientation ?? 1;
  return { frames: rasters.map(raster => orient(frameOf(raster, alpha), orientation)), details };
};
