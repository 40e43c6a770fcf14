import { latin1 } from '../../core/bytes/latin1';
import type { ImageInput } from '../images/decoder';
import type { PictureHeader } from '../platform';

/** What the files say of themselves before the browser decodes them; null where their start tells nothing. */
export function headerOf({ bytes, container }: ImageInput): PictureHeader | null {
  return HEADERS[container]?.(bytes) ?? null;
}

type ReadHeader = (bytes: Uint8Array) => PictureHeader | null;

const HEADERS: Readonly<Record<string, ReadHeader>> = {
  jpeg: jpegHeader,
  webp: webpHeader,
  avif: avifHeader,
};

const EIGHT_BITS = { depth: 'uchar', space: 'srgb' } as const;

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Markers of frames (SOF), without those of tables that share their row. */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
}

const START_OF_SCAN = 0xda;
const APP1 = 0xe1;
const EXIF_PREFIX = 'Exif\0\0';

function jpegHeader(bytes: Uint8Array): PictureHeader | null {
  const view = viewOf(bytes);
  let exif: Uint8Array | undefined;
  for (let at = 2; at + 9 < bytes.length; ) {
    if (bytes[at] !== 0xff) return null;
    const marker = bytes[at + 1]!;
    if (marker === START_OF_SCAN) return null;
    const length = view.getUint16(at + 2);
    const data = bytes.subarray(at + 4, at + 2 + length);
    if (marker === APP1 && latin1(data.subarray(0, 6)) === EXIF_PREFIX) exif ??= data;
    if (isFrame(marker)) {
      const channels = bytes[at + 9]!;
      const size = { width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
      const space = channels === 4 ? 'cmyk' : 'srgb';
      return { ...size, channels, depth: 'uchar', space, hasAlpha: false, exif };
    }
    // A fill byte stands for itself.
    at += marker === 0xff ? 1 : 2 + length;
  }
  return null;
}

const RIFF_HEAD_BYTES = 12;
const CHUNK_HEAD_BYTES = 8;

/** The chunks of a RIFF file by their names; of two with one name, the first. */
function riffChunks(bytes: Uint8Array): ReadonlyMap<string, Uint8Array> {
  const view = viewOf(bytes);
  const chunks = new Map<string, Uint8Array>();
  for (let at = RIFF_HEAD_BYTES; at + CHUNK_HEAD_BYTES <= bytes.length; ) {
    const name = latin1(bytes.subarray(at, at + 4));
    const length = view.getUint32(at + 4, true);
    const start = at + CHUNK_HEAD_BYTES;
    if (!chunks.has(name)) chunks.set(name, bytes.subarray(start, start + length));
    at = start + length + (length % 2);
  }
  return chunks;
}

function webpHeader(bytes: Uint8Array): PictureHeader | null {
  const chunks = riffChunks(bytes);
  const exif = chunks.get('EXIF');
  const [extended, lossless, lossy] = ['VP8X', 'VP8L', 'VP8 '].map(name => chunks.get(name));
  const told = (width: number, height: number, hasAlpha: boolean, pages = 1): PictureHeader => ({
    ...EIGHT_BITS,
    ...{ width, height, hasAlpha, pages, exif, channels: hasAlpha ? 4 : 3 },
  });
  if (extended && extended.length >= 10) {
    const [flags = 0] = extended;
    const side = (at: number) =>
      1 + extended[at]! + extended[at + 1]! * 256 + extended[at + 2]! * 65_536;
    return told(side(4), side(7), (flags & 16) !== 0, (flags & 2) !== 0 ? 2 : 1);
  }
  if (lossless && lossless.length >= 5) {
    const bits = viewOf(lossless).getUint32(1, true);
    return told(1 + (bits & 0x3fff), 1 + ((bits >>> 14) & 0x3fff), ((bits >>> 28) & 1) === 1);
  }
  if (!lossy || lossy.length < 10) return null;
  const view = viewOf(lossy);
  return told(view.getUint16(6, true) & 0x3fff, view.getUint16(8, true) & 0x3fff, false);
}

/** So far into the file its properties lie. */
const PROPERTIES_BYTES = 64 * 1024;

/** By the first `ispe` (size) and the name of an alpha plane; the boxes around them say no more of this. */
function avifHeader(bytes: Uint8Array): PictureHeader | null {
  const text = latin1(bytes.subarray(0, PROPERTIES_BYTES));
  const at = text.indexOf('ispe');
  if (at < 0 || at + 16 > bytes.length) return null;
  const view = viewOf(bytes);
  const hasAlpha = text.includes('urn:mpeg:mpegB:cicp:systems:auxiliary:alpha');
  const size = { width: view.getUint32(at + 8), height: view.getUint32(at + 12) };
  const pages = text.slice(8, 12) === 'avis' ? 2 : 1;
  return { ...EIGHT_BITS, ...size, channels: hasAlpha ? 4 : 3, hasAlpha, pages };
}
