import type { ByteSource } from '../../core/bytes/byteSource';
import { TensorFileError } from '../../core/errors';
import { t } from '../../core/l10n';
import type { TensorFile } from '../../core/tensor/tensor';
import { pictures } from '../node/pictures';
import { announcedFrames } from './apng';
import { checkSize } from './checkSize';
import type { ImageInput } from './decoder';
import { readExif } from './exif';
import { claimsMuch } from './expansion';
import { announcedImage } from './imageFile';
import { MAX_EAGER_PIXELS } from './limits';
import { readPngHeader } from './pngChunks';
import { decodedPixelBytes as pngPixelBytes } from './pngScanlines';

/** A still picture as its header announces it, turned upright. */
export interface AnnouncedPicture {
  readonly width: number;
  readonly height: number;
  /** Whether the LoadImage rule takes a mask from it. */
  readonly hasMask: boolean;
  /** The most memory that decoding takes for a pixel, in bytes. */
  readonly pixelBytes: number;
}

/**
 * What a still picture announces, where decoding it would cost far more than its bytes suggest; null where
 * it can be decoded at once, or where only decoding tells its shape.
 */
export async function expandingPicture(input: ImageInput): Promise<AnnouncedPicture | null> {
  const announced = await ANNOUNCE[input.container]?.(input);
  if (!announced) return null;
  const { width, height } = announced;
  const pixels = width * height;
  return pixels > MAX_EAGER_PIXELS || claimsMuch(pixels, input.bytes.length) ? announced : null;
}

/** A progressive JPEG keeps two bytes a coefficient, half as many of them for colour, beside its pixels. */
const CODED_PIXEL_BYTES: Partial<Record<ImageInput['container'], number>> = { jpeg: 7 };
/** WebP and AVIF are decoded whole inside libvips, then given out, and their mask is split off. */
const MOST_CODED_PIXEL_BYTES = 9;

type Announce = (input: ImageInput) => Promise<AnnouncedPicture | null>;

const ANNOUNCE: Partial<Record<ImageInput['container'], Announce>> = {
  png: announcedPng,
  jpeg: announcedBySharp,
  webp: announcedBySharp,
  avif: announcedBySharp,
};

async function announcedPng(input: ImageInput): Promise<AnnouncedPicture | null> {
  const header = await readPngHeader(input);
  checkSize(input, header.width, header.height);
  if (announcedFrames(header) > 1) return null;
  // What is inflated of damaged pixels, or what libvips gives, and the mask.
  const pixelBytes = pngPixelBytes(header) + 1;
  return { ...upright(header, header.orientation, header.hasMask), pixelBytes };
}

async function announcedBySharp(input: ImageInput): Promise<AnnouncedPicture | null> {
  const header = await pictures.readHeader(input, { failOn: 'none' });
  if ((header.pages ?? 1) > 1) return null;
  const hasMask = input.container !== 'jpeg' && header.hasAlpha === true;
  const pixelBytes = CODED_PIXEL_BYTES[input.container] ?? MOST_CODED_PIXEL_BYTES;
  return { ...upright(header, readExif(header.exif).orientation, hasMask), pixelBytes };
}

function upright(
  { width, height }: { width: number; height: number },
  orientation: number,
  hasMask: boolean,
): Omit<AnnouncedPicture, 'pixelBytes'> {
  const isTurned = orientation >= 5 && orientation <= 8;
  return { width: isTurned ? height : width, height: isTurned ? width : height, hasMask };
}

/** The file as announced; the first read of its values decodes it, and what it holds must be that. */
export function pictureOnDemand(
  announced: AnnouncedPicture,
  byteLength: number,
  decode: (signal?: AbortSignal) => Promise<TensorFile>,
): TensorFile {
  let decoding: Promise<TensorFile> | undefined;
  const load = (signal?: AbortSignal) => {
    decoding ??= decode(signal).catch(error => {
      // Whoever asks next may wait longer, or meet a repaired file.
      decoding = undefined;
      throw error;
    });
    return decoding;
  };
  const file = announcedImage(announced, byteLength, (index, size) => sourceOf(load, index, size));
  return { ...file, close: async () => (await decoding?.catch(() => undefined))?.close() };
}

function sourceOf(
  load: (signal?: AbortSignal) => Promise<TensorFile>,
  index: number,
  size: number,
): ByteSource {
  return {
    size,
    read: async (offset, length, signal) => {
      const { source } = (await load(signal)).tensors[index]!;
      if (source.size !== size)
        throw new TensorFileError(
          t('The picture holds other pixels than its header announces: the file is damaged'),
        );
      return source.read(offset, length, signal);
    },
    close: async () => {},
  };
}
