import type { Decode } from './decoder';
import { type Frame, frameOf } from './frames';
import { readHeader, readPixels } from './sharpPixels';
import { splitStack } from './stack';

const OPTIONS = { failOn: 'none', page: 'all' } as const;

/** GIF: every frame as composed on the canvas. */
export const decodeGif: Decode = async (input, signal) => {
  const header = await readHeader(input, OPTIONS);
  const stack = await readPixels(input, OPTIONS, signal);
  const rasters = splitStack(stack, header.pageHeight ?? header.height);
  const frames = rasters.map(raster => opaqueOrAlpha(frameOf(raster, 'keep')));
  return { frames, details: new Map() };
};

/** libvips reports alpha on every animation; where nothing is transparent Pillow has none. */
function opaqueOrAlpha(frame: Frame): Frame {
  return frame.alpha?.every(a => a === 255) ? { ...frame, alpha: null } : frame;
}
