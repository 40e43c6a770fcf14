import type { ByteSource } from '../../core/bytes/byteSource';
import { TensorFileError } from '../../core/errors';
import { t } from '../../core/l10n';
import type { TensorFile } from '../../core/tensor/tensor';
import { pictures } from '../node/pictures';
import { announcedFrames } from './apng';
import { checkSize } from './checkSize';
import type { ImageInput } from './decoder';
import { readExif } from './exif';
import { announcedImage } from './imageFile';
import { CHEAP_PIXELS, MAX_EAGER_PIXELS, MAX_EAGER_PIXELS_PER_BYTE } from './limits';
import { readPngHeader } from './pngChunks';

/** A still picture as its header announces it, turned upright. */
export interface AnnouncedPicture {
  readonly width: number;
  readonly height: number;
  /** Whether the LoadImage rule takes a mask from it. */
  readonly hasMask: boolean;
}

/**
 * What a still picture announces, where decoding it would cost far more than its bytes suggest; null where
 * it can be decoded at once, or where only decoding tells its shape.
 */
export async function expandingPicture(input: ImageInput): Promise<AnnouncedPicture | null> {
  const announced = await ANNOUNCE[input.container]?.(input);
  if (!announced) return null;
  const pixels = announced.width * announced.height;
  const isExpanding =
    pixels > MAX_EAGER_PIXELS ||
    (pixels > CHEAP_PIXELS && pixels > input.bytes.length * MAX_EAGER_PIXELS_PER_BYTE);
  return isExpanding ? announced : null;
}

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
  return announcedFrames(header) > 1 ? null : upright(header, header.orientation, header.hasMask);
}

async function announcedBySharp(input: ImageInput): Promise<AnnouncedPicture | null> {
  const header = await pictures.readHeader(input, { failOn: 'none' });
  if ((header.pages ?? 1) > 1) return null;
  const hasMask = input.container !== 'jpeg' && header.hasAlpha === true;
  return upright(header, readExif(header.exif).orientation, hasMask);
}

function upright(
  { width, height }: { width: number; height: number },
  orientation: number,
  hasMask: boolean,
): AnnouncedPicture {
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
