import { TensorFileError } from '../../core/errors';
import { type LocalText, t } from '../../core/l10n';
import { checkSize } from '../images/checkSize';
import type { ImageInput } from '../images/decoder';
import type { Raster } from '../images/frames';
import type { PictureHeader, Pictures } from '../platform';
import { encodePng } from './encodePng';
import { headerOf } from './pictureHeaders';

/**
 * The browser's own decoders, and what they cannot do is refused in words. PNG, GIF, BMP and Netpbm are read
 * by our decoders, which need none of this.
 */
export const pictures: Pictures = {
  readHeader,
  readPixels,
  readInk: async input => refused(input, t('it is of CMYK ink')),
  readSamples: async input => refused(input, t('its samples are wider than 8 bits')),
  encodePng,
};

async function readHeader(input: ImageInput): Promise<PictureHeader> {
  const header = headerOf(input);
  if (!header) return refused(input, t('the browser has no decoder for it, or it is damaged'));
  checkSize(input, header.width, header.height);
  if ((header.pages ?? 1) > 1) return refused(input, t('it is animated'));
  return { ...header, decodedBy: t('the browser') };
}

/** The browser turns pictures upright by itself, and may not be asked for their alpha unmultiplied. */
async function readPixels(
  input: ImageInput,
  _options: unknown,
  signal?: AbortSignal,
): Promise<Raster> {
  const { channels, hasAlpha } = await readHeader(input);
  const bitmap = await createImageBitmap(new Blob([input.bytes.slice()]), {
    colorSpaceConversion: 'none',
    premultiplyAlpha: 'none',
  }).catch((cause: unknown) => {
    throw new TensorFileError(
      t`"${input.name}" cannot be decoded as ${input.container.toUpperCase()}: the browser refuses it.`,
      {},
      { cause },
    );
  });
  signal?.throwIfAborted();
  try {
    return withChannels(drawn(bitmap), hasAlpha ? 4 : channels === 1 ? 1 : 3);
  } finally {
    bitmap.close();
  }
}

function drawn(bitmap: ImageBitmap): ImageData {
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new TensorFileError(t('The browser gives no canvas to decode pictures on'));
  context.drawImage(bitmap, 0, 0);
  return context.getImageData(0, 0, bitmap.width, bitmap.height);
}

function withChannels({ width, height, data }: ImageData, channels: 1 | 3 | 4): Raster {
  const rgba = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  if (channels === 4) return { width, height, channels, data: rgba };
  const kept = new Uint8Array(width * height * channels);
  for (let pixel = 0, at = 0; at < kept.length; pixel++)
    for (let channel = 0; channel < channels; channel++) kept[at++] = rgba[pixel * 4 + channel]!;
  return { width, height, channels, data: kept };
}

function refused({ name, container }: ImageInput, reason: LocalText): never {
  throw new TensorFileError(
    t`"${name}" is a ${container.toUpperCase()} picture that is not decoded in the browser: ${reason}. Open it in desktop VS Code.`,
  );
}
