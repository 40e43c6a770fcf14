import type { Decode } from './decoder';
import { frameOf } from './frames';
import { readHeader, readPixels } from './sharpPixels';
import { splitStack } from './stack';

const OPTIONS = { failOn: 'warning', page: 'all' } as const;

/** WebP and AVIF, still or animated: alpha counts where the file declares it. */
export const decodeStacked: Decode = async (input, signal) => {
  const header = await readHeader(input, OPTIONS);
  if ((header.pages ?? 1) === 1) {
    const raster = await readPixels(input, { failOn: 'warning' }, signal);
    return { frames: [frameOf(raster, header.hasAlpha ? 'keep' : 'drop')], details: new Map() };
  }
  const stack = await readPixels(input, OPTIONS, signal);
  const rasters = splitStack(stack, header.pageHeight ?? header.height);
  return {
    frames: rasters.map(raster => frameOf(raster, header.hasAlpha ? 'keep' : 'drop')),
    details: new Map(),
  };
};
