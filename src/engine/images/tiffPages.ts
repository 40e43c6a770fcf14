import { TensorFileError } from '../../core/errors';
import { t } from '../../core/l10n';
import type { ImageInput } from './decoder';
import { checkExpansion, KEPT_PIXEL_BYTES } from './expansion';
import { CHEAP_PIXELS, MAX_FRAMES, MAX_TOTAL_PIXELS } from './limits';

/** What a TIFF directory says of its page. */
interface TiffPage {
  /** Where its directory starts, and where that says what follows. */
  readonly byteOffset: number;
  readonly nextOffset: number;
  readonly width: number;
  readonly height: number;
  readonly bitsPerPixel: number;
  readonly compression: number;
  readonly photometric: number;
}

/** Tags that tell a page's size and coding (TIFF 6.0, section 8 and appendix A). */
const TAGS = {
  width: 256,
  height: 257,
  bitsPerSample: 258,
  compression: 259,
  photometric: 262,
  samplesPerPixel: 277,
} as const;
const YCBCR = 6;
const JPEG_COMPRESSIONS: ReadonlySet<number> = new Set([6, 7]);

/**
 * The most bytes of pixels that one byte of file can stand for, by compression. CCITT codes a whole white
 * row in one bit, so those count rows.
 */
const MAX_EXPANSION = new Map([
  [1, 1],
  // PackBits: two bytes for 128.
  [32_773, 64],
  // LZW: 12 bits for 4096.
  [5, 2731],
  // Deflate, by both of its numbers.
  [8, 1032],
  [32_946, 1032],
  // JPEG: no less than four bits for a block of 64 pixels of three samples.
  [6, 1024],
  [7, 1024],
]);
/** Zstandard: a block of 128 KiB in four bytes; no other coding is known to do better. */
const DEFAULT_EXPANSION = 32_768;
const CCITT: ReadonlySet<number> = new Set([2, 3, 4]);

/**
 * Refuses what would cost much or show wrong, by the directories alone.
 * @throws TensorFileError when the pages claim more pixels than the file's bytes can hold, or hold YCbCr
 * that is not JPEG: Pillow reads that by rules of its own, so LoadImage would show other colours.
 */
export function checkTiffPages(input: ImageInput): void {
  const { bytes, name } = input;
  let pixels = 0;
  let largest = 0;
  for (const page of tiffPages(bytes)) {
    const { width, height, compression } = page;
    pixels += width * height;
    largest = Math.max(largest, width * height * page.bitsPerPixel);
    const expansion = MAX_EXPANSION.get(compression) ?? DEFAULT_EXPANSION;
    const most = CCITT.has(compression) ? bytes.length * 8 * width : bytes.length * expansion * 8;
    const isTooMuch = pixels > CHEAP_PIXELS && width * height * page.bitsPerPixel > most;
    if (isTooMuch)
      throw new TensorFileError(
        t`"${name}" claims ${width} x ${height} pixels in ${bytes.length} bytes, which cannot hold them: the file is cut short or damaged.`,
      );
    if (pixels > MAX_TOTAL_PIXELS)
      throw new TensorFileError(
        t`"${name}" claims ${pixels} pixels in its pages; pictures above ${MAX_TOTAL_PIXELS} pixels are refused as decompression bombs.`,
      );
    if (page.photometric === YCBCR && !JPEG_COMPRESSIONS.has(compression))
      throw new TensorFileError(
        t`"${name}" is a TIFF of YCbCr samples without JPEG compression, which LoadImage (Pillow) reads by rules of its own; save it as RGB.`,
      );
  }
  // Samples wider than a byte come out as they are, with a copy, before they are turned to colours.
  checkExpansion(input, pixels, pixels * KEPT_PIXEL_BYTES + largest / 4);
}

/**
 * The file as each of its pages alone, one after the other in the same memory, a copy:
 * libtiff walks all directories to every page, which took over a minute for 2,000 pages in 208 KB.
 */
export function* singlePages(input: ImageInput): Generator<ImageInput> {
  const pages = [...tiffPages(input.bytes)];
  const bytes = pages.length > 1 ? input.bytes.slice() : input.bytes;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const little = bytes[0] === 0x49;
  const isBig = view.getUint16(2, little) === 43;
  const put = (at: number, offset: number) => {
    if (at + (isBig ? 8 : 4) > bytes.length) return;
    if (isBig) view.setBigUint64(at, BigInt(offset), little);
    else view.setUint32(at, offset, little);
  };
  for (const page of pages) {
    if (pages.length > 1) {
      put(isBig ? 8 : 4, page.byteOffset);
      put(page.nextOffset, 0);
    }
    yield { ...input, bytes };
  }
}

/** The pages of a TIFF or BigTIFF in their order, as far as its directories can be read; never throws. */
function* tiffPages(bytes: Uint8Array): Generator<TiffPage> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 16) return;
  const little = bytes[0] === 0x49;
  const reader = { view, little, isBig: view.getUint16(2, little) === 43 };
  const seen = new Set<number>();
  let at = offsetAt(reader, reader.isBig ? 8 : 4);
  while (at > 0 && !seen.has(at) && seen.size < MAX_FRAMES) {
    seen.add(at);
    const directory = readDirectory(reader, at);
    if (directory === null) return;
    yield pageOf(directory.values, at, directory.nextAt);
    at = directory.next;
  }
}

function pageOf(
  values: ReadonlyMap<number, number>,
  byteOffset: number,
  nextOffset: number,
): TiffPage {
  const value = (tag: keyof typeof TAGS, otherwise: number) => values.get(TAGS[tag]) ?? otherwise;
  return {
    byteOffset,
    nextOffset,
    width: value('width', 0),
    height: value('height', 0),
    bitsPerPixel: value('bitsPerSample', 1) * value('samplesPerPixel', 1),
    compression: value('compression', 1),
    photometric: value('photometric', 0),
  };
}

interface Reader {
  readonly view: DataView;
  readonly little: boolean;
  readonly isBig: boolean;
}

/** The first value of each tag of whole numbers, and where the next directory lies; null past the end. */
function readDirectory(
  reader: Reader,
  at: number,
): { values: Map<number, number>; next: number; nextAt: number } | null {
  const { view, little, isBig } = reader;
  const [countBytes, entryBytes] = isBig ? [8, 20] : [2, 12];
  if (at + countBytes > view.byteLength) return null;
  const count = isBig ? offsetAt(reader, at) : view.getUint16(at, little);
  const entriesAt = at + countBytes;
  const end = entriesAt + count * entryBytes;
  const values = new Map<number, number>();
  for (
    let entry = entriesAt;
    entry < end && entry + entryBytes <= view.byteLength;
    entry += entryBytes
  ) {
    const value = firstValue(reader, entry);
    if (value !== null) values.set(view.getUint16(entry, little), value);
  }
  const offsetBytes = isBig ? 8 : 4;
  return {
    values,
    nextAt: end,
    next: end + offsetBytes <= view.byteLength ? offsetAt(reader, end) : 0,
  };
}

/** Bytes of a whole number by field type: BYTE, SHORT, LONG, LONG8. */
const INTEGER_BYTES = new Map([
  [1, 1],
  [3, 2],
  [4, 4],
  [16, 8],
]);

function firstValue({ view, little, isBig }: Reader, entry: number): number | null {
  const bytes = INTEGER_BYTES.get(view.getUint16(entry + 2, little));
  if (bytes === undefined) return null;
  const reader = { view, little, isBig };
  const count = isBig ? offsetAt(reader, entry + 4) : view.getUint32(entry + 4, little);
  const inline = entry + (isBig ? 12 : 8);
  const at = count * bytes > (isBig ? 8 : 4) ? offsetAt(reader, inline) : inline;
  if (at + bytes > view.byteLength) return null;
  if (bytes === 1) return view.getUint8(at);
  if (bytes === 2) return view.getUint16(at, little);
  return bytes === 4 ? view.getUint32(at, little) : Number(view.getBigUint64(at, little));
}

function offsetAt({ view, little, isBig }: Reader, at: number): number {
  if (at + (isBig ? 8 : 4) > view.byteLength) return 0;
  return isBig ? Number(view.getBigUint64(at, little)) : view.getUint32(at, little);
}
