import { readU16, readU32 } from '../../core/bytes/littleEndian';
import { TensorFileError } from '../../core/errors';
import { type LocalText, t } from '../../core/l10n';
import { RLE4, RLE8, type RunLengths, unpackRle } from './bmpRle';
import { checkSize } from './checkSize';
import type { Decode, ImageInput } from './decoder';
import { checkExpansion, KEPT_PIXEL_BYTES } from './expansion';
import { type Frame, frameOf } from './frames';
import { indexedFrame, paletteOf } from './pngRaster';

/** BMP (Windows 3 to 5, OS/2 1) as Pillow's BmpImagePlugin reads it: masks, palettes, run lengths. */
export const decodeBmp: Decode = async input => {
  const header = readHeader(input);
  checkSize(input, header.width, header.height);
  const pixels = header.width * header.height;
  checkExpansion(input, pixels, pixels * (1 + KEPT_PIXEL_BYTES));
  const frame = header.bits <= 8 ? indexed(input, header) : colors(input, header);
  return { frames: [frame], details: new Map() };
};

/** What the headers say; `pixelsAt` and `paletteAt` are bytes from the start of the file. */
interface BmpHeader extends RunLengths {
  readonly bits: number;
  readonly paletteAt: number;
  readonly paletteEntryBytes: 3 | 4;
  readonly colorCount: number;
  /** Red, green, blue, alpha, for BITFIELDS. */
  readonly masks: readonly number[];
}

const FILE_HEADER_BYTES = 14;
const CORE_HEADER_BYTES = 12;
const RAW = 0;
const BITFIELDS = 3;
const DEPTHS: ReadonlySet<number> = new Set([1, 4, 8, 16, 24, 32]);

function readHeader(input: ImageInput): BmpHeader {
  const { bytes } = input;
  const size = readU32(atLeast(input, FILE_HEADER_BYTES + CORE_HEADER_BYTES), FILE_HEADER_BYTES);
  atLeast(input, FILE_HEADER_BYTES + size);
  const header =
    size === CORE_HEADER_BYTES ? readCoreHeader(bytes) : readInfoHeader(input, bytes, size);
  if (!DEPTHS.has(header.bits)) throw unread(input, t`${header.bits} bits a pixel`);
  if (![RAW, RLE8, RLE4, BITFIELDS].includes(header.compression))
    throw unread(input, t`compression ${header.compression}`);
  return header;
}

function readCoreHeader(bytes: Uint8Array): BmpHeader {
  const bits = readU16(bytes, 24);
  return {
    width: readU16(bytes, 18),
    height: readU16(bytes, 20),
    isTopDown: false,
    bits,
    compression: RAW,
    pixelsAt: readU32(bytes, 10),
    paletteAt: FILE_HEADER_BYTES + CORE_HEADER_BYTES,
    paletteEntryBytes: 3,
    colorCount: 2 ** bits,
    masks: [],
  };
}

function readInfoHeader(input: ImageInput, bytes: Uint8Array, size: number): BmpHeader {
  const height = readU32(bytes, 22);
  const isTopDown = height >= 0x80000000;
  const bits = readU16(bytes, 28);
  const compression = readU32(bytes, 30);
  const colorCount = readU32(bytes, 46) || 2 ** bits;
  const end = FILE_HEADER_BYTES + size;
  const masks = compression === BITFIELDS ? readMasks(input, size) : [];
  // Windows 3 headers have no room for masks: three follow, before the palette.
  const paletteAt = size === 40 && masks.length > 0 ? end + 12 : end;
  const pixelsAt = readU32(bytes, 10);
  const forgotPalette = pixelsAt === end && bits <= 8;
  return {
    width: readU32(bytes, 18),
    height: isTopDown ? 2 ** 32 - height : height,
    isTopDown,
    bits,
    compression,
    pixelsAt: forgotPalette ? end + 4 * colorCount : pixelsAt,
    paletteAt,
    paletteEntryBytes: 4,
    colorCount,
    masks,
  };
}

function readMasks(input: ImageInput, size: number): number[] {
  const bytes = atLeast(input, FILE_HEADER_BYTES + 40 + 12);
  const masks = [0, 4, 8].map(offset => readU32(bytes, FILE_HEADER_BYTES + 40 + offset));
  return [...masks, size >= 56 ? readU32(bytes, FILE_HEADER_BYTES + 52) : 0];
}

/** Rows of packed samples, top first, each `rowBytes` long. @throws TensorFileError when some are missing. */
function rowsOf(input: ImageInput, header: BmpHeader, rowBytes: number): Uint8Array[] {
  const stride = Math.ceil((header.width * header.bits) / 32) * 4;
  atLeast(input, header.pixelsAt + stride * (header.height - 1) + rowBytes);
  return Array.from({ length: header.height }, (_, y) => {
    const row = header.isTopDown ? y : header.height - 1 - y;
    const start = header.pixelsAt + row * stride;
    return input.bytes.subarray(start, start + rowBytes);
  });
}

function indexed(input: ImageInput, header: BmpHeader): Frame {
  const { width, height, compression } = header;
  const isRle = compression === RLE8 || compression === RLE4;
  const indices = isRle ? unpackRle(input, header) : unpackBits(input, header);
  const entries = Math.min(header.colorCount, 256);
  const rgb = new Uint8Array(entries * 3);
  const stored = atLeast(input, header.paletteAt + entries * header.paletteEntryBytes);
  for (let i = 0; i < entries; i++)
    for (let c = 0; c < 3; c++)
      rgb[i * 3 + c] = stored[header.paletteAt + i * header.paletteEntryBytes + 2 - c]!;
  return indexedFrame({ width, height }, indices, paletteOf(rgb), 'drop');
}

function unpackBits(input: ImageInput, header: BmpHeader): Uint8Array {
  const { width, height, bits } = header;
  const rows = rowsOf(input, header, Math.ceil((width * bits) / 8));
  const out = new Uint8Array(width * height);
  const perByte = 8 / bits;
  const mask = 2 ** bits - 1;
  for (const [y, row] of rows.entries())
    for (let x = 0; x < width; x++) {
      const shift = 8 - bits * ((x % perByte) + 1);
      out[y * width + x] = (row[Math.floor(x / perByte)]! >> shift) & mask;
    }
  return out;
}

/** Where red, green, blue and alpha lie in a pixel, as shifts and widths in bits. */
interface Channels {
  readonly shifts: readonly number[];
  readonly widths: readonly number[];
}

/** The masks that Pillow knows, by bits a pixel and the masks in hexadecimal. */
const LAYOUTS: Readonly<Record<string, Channels>> = {
  '16 raw': { shifts: [10, 5, 0], widths: [5, 5, 5] },
  '24 raw': { shifts: [16, 8, 0], widths: [8, 8, 8] },
  '32 raw': { shifts: [16, 8, 0], widths: [8, 8, 8] },
  '16 f800,7e0,1f': { shifts: [11, 5, 0], widths: [5, 6, 5] },
  '16 7c00,3e0,1f': { shifts: [10, 5, 0], widths: [5, 5, 5] },
  '24 ff0000,ff00,ff': { shifts: [16, 8, 0], widths: [8, 8, 8] },
  '32 ff0000,ff00,ff,0': { shifts: [16, 8, 0], widths: [8, 8, 8] },
  '32 ff000000,ff0000,ff00,0': { shifts: [24, 16, 8], widths: [8, 8, 8] },
  '32 ff000000,ff00,ff,0': { shifts: [24, 8, 0], widths: [8, 8, 8] },
  '32 ff000000,ff0000,ff00,ff': { shifts: [24, 16, 8, 0], widths: [8, 8, 8, 8] },
  '32 ff,ff00,ff0000,ff000000': { shifts: [0, 8, 16, 24], widths: [8, 8, 8, 8] },
  '32 ff0000,ff00,ff,ff000000': { shifts: [16, 8, 0, 24], widths: [8, 8, 8, 8] },
  '32 ff000000,ff00,ff,ff0000': { shifts: [24, 8, 0, 16], widths: [8, 8, 8, 8] },
  '32 0,0,0,0': { shifts: [16, 8, 0, 24], widths: [8, 8, 8, 8] },
};

function layoutOf(input: ImageInput, { bits, compression, masks }: BmpHeader): Channels {
  const used = bits === 32 ? masks : masks.slice(0, 3);
  const key = compression === BITFIELDS ? used.map(mask => mask.toString(16)).join(',') : 'raw';
  const layout = LAYOUTS[`${bits} ${key}`];
  if (!layout) throw unread(input, t`bit masks ${key}`);
  return layout;
}

function colors(input: ImageInput, header: BmpHeader): Frame {
  const { width, height, bits } = header;
  const { shifts, widths } = layoutOf(input, header);
  const channels = shifts.length;
  const data = new Uint8Array(width * height * channels);
  const pixelBytes = bits / 8;
  let to = 0;
  for (const row of rowsOf(input, header, width * pixelBytes))
    for (let at = 0; at < row.length; at += pixelBytes) {
      let pixel = 0;
      for (let i = pixelBytes - 1; i >= 0; i--) pixel = (pixel << 8) | row[at + i]!;
      for (let c = 0; c < channels; c++) {
        const most = 2 ** widths[c]! - 1;
        // Pillow widens 5 and 6 bits by a whole division.
        data[to++] = Math.floor((((pixel >>> shifts[c]!) & most) * 255) / most);
      }
    }
  return frameOf({ width, height, channels, data }, 'keep');
}

function atLeast(input: ImageInput, length: number): Uint8Array {
  if (input.bytes.length >= length) return input.bytes;
  throw new TensorFileError(
    t`"${input.name}" is cut short: ${length} bytes are needed, ${input.bytes.length} are there.`,
    { byteOffset: input.bytes.length },
  );
}

function unread(input: ImageInput, what: LocalText): TensorFileError {
  return new TensorFileError(
    t`"${input.name}" is a BMP of ${what}, which LoadImage (Pillow) does not read; save it as PNG.`,
  );
}
