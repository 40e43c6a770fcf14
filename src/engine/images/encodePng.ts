import { TensorFileError } from '../../core/errors';
import { t } from '../../core/l10n';
import { loadSharp } from './sharpModule';

/** Interleaved 8-bit pixels: gray, RGB or RGBA. */
export interface PngPixels {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3 | 4;
  /** `height * width * channels` bytes. */
  readonly data: Uint8Array;
}

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
  const sharp = await loadSharp();
  const pipeline = sharp(data, { raw: { width, height, channels } });
  if (channels === 1) pipeline.toColourspace('b-w');
  const png = await pipeline.png({ compressionLevel: 6, adaptiveFiltering: false }).toBuffer();
  return insertText(png, text);
}

const SIGNATURE_AND_IHDR_BYTES = 8 + 25;

function insertText(png: Uint8Array, text: ReadonlyMap<string, string>): Uint8Array {
  const chunks = [...text].map(([keyword, value]) => textChunk(keyword, value));
  const head = png.subarray(0, SIGNATURE_AND_IHDR_BYTES);
  return new Uint8Array(Buffer.concat([head, ...chunks, png.subarray(head.length)]));
}

function textChunk(keyword: string, value: string): Uint8Array {
  if (!/^[\x20-\x7e\xa1-\xff]{1,79}$/.test(keyword))
    throw new TensorFileError(
      t`The PNG text keyword ${JSON.stringify(keyword)} is not 1 to 79 Latin-1 characters.`,
    );
  const name = Buffer.from(`${keyword}\0`, 'latin1');
  return isLatin1(value)
    ? pngChunk('tEXt', Buffer.concat([name, Buffer.from(value, 'latin1')]))
    : pngChunk('iTXt', Buffer.concat([name, Buffer.alloc(4), Buffer.from(value, 'utf8')]));
}

function isLatin1(value: string): boolean {
  // NUL would end the text early in tEXt.
  return [...value].every(char => char > '\0' && char <= '\xff');
}

function pngChunk(type: string, data: Uint8Array): Uint8Array {
  const chunk = Buffer.alloc(data.length + 12);
  chunk.writeUInt32BE(data.length, 0);
  chunk.write(type, 4, 'latin1');
  chunk.set(data, 8);
  chunk.writeUInt32BE(crc32(chunk.subarray(4, 8 + data.length)), 8 + data.length);
  return chunk;
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c;
});

/** The CRC of PNG chunks (ISO 3309); node:zlib has it only from Node 22 on. */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = CRC_TABLE[(crc ^ byte) & 0xff]! ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}
