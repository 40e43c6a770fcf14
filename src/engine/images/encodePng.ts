import { joinBytes } from '../../core/bytes/joinBytes';
import { latin1Bytes } from '../../core/bytes/latin1';
import { TensorFileError } from '../../core/errors';
import { t } from '../../core/l10n';
import { pictures } from '../node/pictures';
import type { PngPixels } from '../platform';
import { pngChunk } from './pngChunk';

/**
 * A PNG with the given text chunks, the same bytes for the same input. Text that fits Latin-1 goes into
 * tEXt and other text into iTXt, as Pillow (and so ComfyUI) writes `prompt` and `workflow`.
 * @throws TensorFileError when the pixels do not match the size, or a keyword is not 1 to 79 bytes.
 */
export async function encodePng(
  pixels: PngPixels,
  text: ReadonlyMap<string, string> = new Map(),
): Promise<Uint8Array> {
  const { width, height, channels, data } = pixels;
  if (data.length !== width * height * channels || data.length === 0)
    throw new TensorFileError(
      t`A PNG of ${width} x ${height} pixels with ${channels} channels needs ${width * height * channels} bytes, at least one; ${data.length} were given.`,
    );
  return insertText(await pictures.encodePng(pixels), text);
}

const SIGNATURE_AND_IHDR_BYTES = 8 + 25;

function insertText(png: Uint8Array, text: ReadonlyMap<string, string>): Uint8Array {
  const chunks = [...text].map(([keyword, value]) => textChunk(keyword, value));
  const head = png.subarray(0, SIGNATURE_AND_IHDR_BYTES);
  return joinBytes([head, ...chunks, png.subarray(head.length)]);
}

/** No compression, no language, no translated keyword. */
const INTERNATIONAL_HEAD = new Uint8Array(4);

function textChunk(keyword: string, value: string): Uint8Array {
  const name = /^[\x20-\x7e\xa1-\xff]{1,79}$/.test(keyword)
    ? latin1Bytes(`${keyword}\0`)
    : undefined;
  if (name === undefined)
    throw new TensorFileError(
      t`The PNG text keyword ${JSON.stringify(keyword)} is not 1 to 79 Latin-1 characters.`,
    );
  // NUL would end the text early in tEXt.
  const bytes = value.includes('\0') ? undefined : latin1Bytes(value);
  return bytes !== undefined
    ? pngChunk('tEXt', [name, bytes])
    : pngChunk('iTXt', [name, INTERNATIONAL_HEAD, new TextEncoder().encode(value)]);
}
