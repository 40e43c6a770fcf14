import type { Decode, ImageInput } from './decoder';
import { type Frame, frameOf, grayFrame } from './frames';
import { gray16ToGray } from './pillow';
import { type PngHeader, readPngHeader } from './pngChunks';
import { checkSize, readPixels, readSamples } from './sharpPixels';

const OPTIONS = { failOn: 'warning' } as const;

/** PNG: alpha from an alpha channel or a palette's tRNS; a colour key on gray or RGB is no mask. */
export const decodePng: Decode = async (input, signal) => {
  const header = readPngHeader(input);
  checkSize(input, header.width, header.height);
  const frame = await decodeFrame(input, header, signal);
  return { frames: [frame], details: header.text };
};

async function decodeFrame(
  input: ImageInput,
  header: PngHeader,
  signal?: AbortSignal,
): Promise<Frame> {
  if (header.colorType === 'gray' && header.bitDepth === 16) {
    const { width, height, samples } = await readSamples(input, 'ushort', OPTIONS, signal);
    return grayFrame(width, height, gray16ToGray(samples));
  }
  return frameOf(await readPixels(input, OPTIONS, signal), header.hasMask ? 'keep' : 'drop');
}
