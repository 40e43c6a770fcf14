import { byteSize } from '../../core/byteSize';
import { TensorFileError } from '../../core/errors';
import { type ImageDecoder, type OpenContext, SNIFF_BYTES } from '../../core/formats/format';
import { type ImageContainer, imageContainer } from '../../core/formats/image';
import { t } from '../../core/l10n';
import { decodeBmp } from './bmp';
import type { Decode } from './decoder';
import { checkExpansion } from './expansion';
import { decodeGif } from './gif';
import { imageFile } from './imageFile';
import { decodeJpeg } from './jpeg';
import { MAX_FILE_BYTES } from './limits';
import { decodeNetpbm } from './netpbm';
import { expandingPicture, pictureOnDemand } from './onDemand';
import { decodePng } from './png';
import { readPngHeader } from './pngChunks';
import { decodeTiff } from './tiff';
import { decodeStacked } from './webp';

/** One decoder per container; null where there is none, with a message that says so. */
const DECODERS: Record<ImageContainer, Decode | null> = {
  png: decodePng,
  jpeg: decodeJpeg,
  gif: decodeGif,
  webp: decodeStacked,
  avif: decodeStacked,
  tiff: decodeTiff,
  heic: null,
  bmp: decodeBmp,
  netpbm: decodeNetpbm,
  dds: null,
  ico: null,
  psd: null,
  jpeg2000: null,
  jpegxl: null,
  exr: null,
  hdr: null,
  svg: null,
};

/** Decodes pictures once, on open, and keeps them as 8-bit levels until the file is closed. */
export const imageDecoder: ImageDecoder = {
  open: async (context, signal) => {
    const head = await context.source.read(0, Math.min(SNIFF_BYTES, context.source.size), signal);
    const container = imageContainer(head);
    const decode = container === null ? null : DECODERS[container];
    if (container === null || decode === null) throw unsupported(context.name, container);
    if (container === 'png') await readPngHeader({ name: context.name, bytes: head, container });
    const bytes = await readWhole(context, signal);
    const input = { name: context.name, bytes, container };
    const announced = await expandingPicture(input);
    const decodeAll = async (asked?: AbortSignal) => {
      if (announced) {
        const pixels = announced.width * announced.height;
        checkExpansion(input, pixels, pixels * announced.pixelBytes);
      }
      const decoded = await decode(input, asked);
      asked?.throwIfAborted();
      return imageFile(decoded, bytes.length);
    };
    const file = announced
      ? pictureOnDemand(announced, bytes.length, decodeAll)
      : await decodeAll(signal);
    // The file's bytes or its pixels are in memory now; nothing else closes what they came from.
    await context.source.close();
    return file;
  },
};

async function readWhole({ source, name }: OpenContext, signal?: AbortSignal): Promise<Uint8Array> {
  if (source.size === 0) throw new TensorFileError(t`"${name}" is empty: 0 bytes.`);
  if (source.size > MAX_FILE_BYTES)
    throw new TensorFileError(
      t`"${name}" has ${byteSize(source.size)}; pictures above ${byteSize(MAX_FILE_BYTES)} are not decoded.`,
    );
  return source.read(0, source.size, signal);
}

function unsupported(name: string, container: ImageContainer | null): TensorFileError {
  if (container === null)
    return new TensorFileError(
      t`"${name}" is named like a picture, but its first bytes are of no picture format.`,
      { byteOffset: 0 },
    );
  return new TensorFileError(
    t`"${name}" is a ${container.toUpperCase()} picture, which Tensor Loupe does not decode; save it as PNG, WebP or TIFF.`,
  );
}
