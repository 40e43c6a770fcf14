import { TensorFileError } from '../../core/errors';
import { t } from '../../core/l10n';
import { pictures } from '../node/pictures';
import type { PictureHeader, PixelOptions } from '../platform';
import type { Decode, ImageInput } from './decoder';
import { exifDetails } from './exif';
import { type Frame, frameOf, grayFrame } from './frames';
import { inkFrame } from './jpeg';
import { MAX_FRAMES } from './limits';
import { float32ToGray, gray16ToGray, int32ToGray } from './pillow';
import { checkTiffPages, singlePages } from './tiffPages';

/** TIFF and BigTIFF, page by page: each page has its own mode and size. */
export const decodeTiff: Decode = async (input, signal) => {
  checkTiffPages(input);
  const first = await pictures.readHeader(input, OPTIONS);
  const pageCount = first.pages ?? 1;
  if (pageCount > MAX_FRAMES)
    throw new TensorFileError(
      t`"${input.name}" has ${pageCount} pages; at most ${MAX_FRAMES} are read.`,
    );
  const frames: Frame[] = [];
  for (const page of pageCount > 1 ? singlePages(input) : [input]) {
    signal?.throwIfAborted();
    const header = await pictures.readHeader(page, OPTIONS);
    if (header.width !== first.width || header.height !== first.height) continue;
    frames.push(await decodePage(page, header, OPTIONS, signal));
  }
  return { frames, details: exifDetails(first.exif) };
};

/** Unknown tags are only warned of; strips that are cut short or coded in an unknown way are errors. */
const OPTIONS: PixelOptions = { failOn: 'error' };

async function decodePage(
  input: ImageInput,
  header: PictureHeader,
  page: PixelOptions,
  signal?: AbortSignal,
): Promise<Frame> {
  const bits = header.bitsPerSample ?? 8;
  if (header.depth === 'float' && bits !== 32) throw unreadable(input, `float${bits}`);
  if (header.depth === 'double') throw unreadable(input, 'float64');
  if (header.space === 'cmyk') return inkFrame(await pictures.readInk(input, page, signal));
  const mode = header.channels === 1 ? GRAY_MODES[header.depth as keyof typeof GRAY_MODES] : null;
  if (mode) return mode(input, page, signal);
  return frameOf(await pictures.readPixels(input, page, signal), header.hasAlpha ? 'keep' : 'drop');
}

type DecodePage = (input: ImageInput, page: PixelOptions, signal?: AbortSignal) => Promise<Frame>;

/** Gray pages that are not plain bytes, by sample type: Pillow's modes `L`, `I;16`, `I` and `F`. */
const GRAY_MODES = {
  char: async (input, page, signal) => {
    const { width, height, samples } = await pictures.readSamples(input, 'char', page, signal);
    // Pillow reads the same 8 bits as unsigned.
    return grayFrame(width, height, new Uint8Array(samples.buffer));
  },
  ushort: async (input, page, signal) => {
    const { width, height, samples } = await pictures.readSamples(input, 'ushort', page, signal);
    return grayFrame(width, height, gray16ToGray(samples));
  },
  short: async (input, page, signal) => {
    // libvips clips negatives to 0 here, which the mode's own clip does anyway.
    const { width, height, samples } = await pictures.readSamples(input, 'ushort', page, signal);
    return grayFrame(width, height, int32ToGray(Int32Array.from(samples)));
  },
  uint: async (input, page, signal) => {
    const { width, height, samples } = await pictures.readSamples(input, 'uint', page, signal);
    // Pillow reads the same 32 bits as signed.
    return grayFrame(width, height, int32ToGray(new Int32Array(samples.buffer)));
  },
  int: async (input, page, signal) => {
    const { width, height, samples } = await pictures.readSamples(input, 'int', page, signal);
    return grayFrame(width, height, int32ToGray(samples));
  },
  float: async (input, page, signal) => {
    const { width, height, samples } = await pictures.readSamples(input, 'float', page, signal);
    return grayFrame(width, height, float32ToGray(samples));
  },
} as const satisfies Record<string, DecodePage>;

function unreadable(input: ImageInput, samples: string): TensorFileError {
  return new TensorFileError(
    t`"${input.name}" is a TIFF of ${samples} samples, which LoadImage (Pillow) does not read; save it as float32 or as 8-bit.`,
  );
}
