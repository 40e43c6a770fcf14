import type { PngColorType } from './pngChunks';
import { inflateInto } from './pngInflate';

/** How the pixels of a PNG (or of one APNG frame) are stored. */
export interface PngLayout {
  readonly width: number;
  readonly height: number;
  readonly bitDepth: number;
  readonly colorType: PngColorType;
  readonly interlaced: boolean;
}

const CHANNELS: Record<PngColorType, number> = {
  gray: 1,
  rgb: 3,
  palette: 1,
  grayAlpha: 2,
  rgba: 4,
};

/** Bytes of one sample once unpacked: 1, or 2 for 16-bit samples, high byte first. */
export function sampleBytes({ bitDepth }: Pick<PngLayout, 'bitDepth'>): number {
  return bitDepth === 16 ? 2 : 1;
}

/** Bytes of one pixel once unpacked. */
export function pixelBytes(layout: PngLayout): number {
  return CHANNELS[layout.colorType] * sampleBytes(layout);
}

function isUnpackedInPlace({ interlaced, bitDepth }: PngLayout): boolean {
  return !interlaced && bitDepth >= 8;
}

/** The most memory that decoding takes for a pixel, its colours included, in bytes. */
export function decodedPixelBytes(layout: PngLayout): number {
  const samples = pixelBytes(layout);
  // Inflated, unpacked, and turned to the colours that are shown; those of RGB are the samples themselves.
  const colours = layout.colorType === 'rgb' || layout.colorType === 'rgba' ? 0 : 3;
  const inflated = isUnpackedInPlace(layout) ? 0 : (samples * layout.bitDepth) / 8;
  const asNumbers = layout.colorType === 'gray' && layout.bitDepth === 16 ? 3 : 0;
  return Math.max(4, samples + inflated + colours + asNumbers);
}

/** Adam7: where each pass starts and how far apart its pixels lie. */
const ADAM7 = [
  { x: 0, y: 0, dx: 8, dy: 8 },
  { x: 4, y: 0, dx: 8, dy: 8 },
  { x: 0, y: 4, dx: 4, dy: 8 },
  { x: 2, y: 0, dx: 4, dy: 4 },
  { x: 0, y: 2, dx: 2, dy: 4 },
  { x: 1, y: 0, dx: 2, dy: 2 },
  { x: 0, y: 1, dx: 1, dy: 2 },
];
const WHOLE = [{ x: 0, y: 0, dx: 1, dy: 1 }];

/**
 * The samples of a PNG, one per byte (two bytes for 16 bits), codes below 8 bits not scaled. Rows that a
 * cut or broken stream does not hold stay 0, as Pillow's retry leaves them.
 */
export async function decodeScanlines(layout: PngLayout, idat: Uint8Array): Promise<Uint8Array> {
  const { width, height } = layout;
  const passes = (layout.interlaced ? ADAM7 : WHOLE)
    .map(pass => ({
      ...pass,
      width: Math.ceil((width - pass.x) / pass.dx),
      height: Math.ceil((height - pass.y) / pass.dy),
    }))
    .filter(pass => pass.width > 0 && pass.height > 0);
  const bitsPerPixel = CHANNELS[layout.colorType] * layout.bitDepth;
  const rowBytes = (pass: { width: number }) => Math.ceil((pass.width * bitsPerPixel) / 8);
  const expected = passes.reduce((sum, pass) => sum + (rowBytes(pass) + 1) * pass.height, 0);
  const stream = new Uint8Array(expected + 1);
  const length = await inflateInto(stream, idat);
  const perPixel = pixelBytes(layout);
  const outBytes = width * height * perPixel;
  // Rows of whole bytes are unpacked where they lie: what is read is always ahead of what is written.
  const isInPlace = isUnpackedInPlace(layout);
  const out = isInPlace ? stream.subarray(0, outBytes) : new Uint8Array(outBytes);
  const distance = Math.max(1, bitsPerPixel >> 3);
  let at = 0;
  for (const pass of passes) {
    let above = new Uint8Array(rowBytes(pass));
    for (let row = 0; row < pass.height; row++) {
      const end = at + 1 + above.length;
      const filter = stream[at]!;
      const target = ((pass.y + row * pass.dy) * width + pass.x) * perPixel;
      if (end > length || filter > 4) return isInPlace ? out.fill(0, target) : out;
      const line = stream.slice(at + 1, end);
      UNFILTER[filter]!(line, above, distance);
      const samples = layout.bitDepth < 8 ? unpack(line, layout.bitDepth, pass.width) : line;
      scatter(samples, out, target, perPixel, pass.dx * perPixel);
      above = line;
      at = end;
    }
  }
  return out;
}

type Unfilter = (line: Uint8Array, above: Uint8Array, distance: number) => void;

/** The five filters of the PNG specification, section 9.2; each turns a line back in place. */
const UNFILTER: readonly Unfilter[] = [
  () => {},
  (line, _, distance) => {
    for (let i = distance; i < line.length; i++) line[i]! += line[i - distance]!;
  },
  (line, above) => {
    for (let i = 0; i < line.length; i++) line[i]! += above[i]!;
  },
  (line, above, distance) => {
    for (let i = 0; i < line.length; i++)
      line[i]! += ((i < distance ? 0 : line[i - distance]!) + above[i]!) >> 1;
  },
  (line, above, distance) => {
    for (let i = 0; i < line.length; i++) {
      const left = i < distance ? 0 : line[i - distance]!;
      const corner = i < distance ? 0 : above[i - distance]!;
      line[i]! += paeth(left, above[i]!, corner);
    }
  },
];

function paeth(left: number, above: number, corner: number): number {
  const toLeft = Math.abs(above - corner);
  const toAbove = Math.abs(left - corner);
  const toCorner = Math.abs(left + above - 2 * corner);
  if (toLeft <= toAbove && toLeft <= toCorner) return left;
  return toAbove <= toCorner ? above : corner;
}

function unpack(line: Uint8Array, bitDepth: number, count: number): Uint8Array {
  const mask = (1 << bitDepth) - 1;
  return Uint8Array.from({ length: count }, (_, i) => {
    const bit = i * bitDepth;
    return (line[bit >> 3]! >> (8 - bitDepth - (bit & 7))) & mask;
  });
}

function scatter(
  samples: Uint8Array,
  out: Uint8Array,
  target: number,
  perPixel: number,
  step: number,
): void {
  if (step === perPixel) {
    out.set(samples, target);
    return;
  }
  for (let from = 0, to = target; from < samples.length; from += perPixel, to += step)
    for (let i = 0; i < perPixel; i++) out[to + i] = samples[from + i]!;
}
