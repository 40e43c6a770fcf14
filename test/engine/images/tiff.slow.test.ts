import sharp, { type TiffOptions } from 'sharp';
import { describe, expect, test } from 'vitest';
import { decodeTiff } from '../../../src/engine/images/tiff';
import { checkTiffPages } from '../../../src/engine/images/tiffPages';

type Entry = readonly [tag: number, type: number, count: number, value: number];

/** A little-endian TIFF of directories alone, each pointing to the next. */
function tiffOf(pages: readonly (readonly Entry[])[], tail = 64): Uint8Array {
  const sizes = pages.map(entries => 2 + entries.length * 12 + 4);
  const view = new DataView(new ArrayBuffer(8 + sizes.reduce((a, b) => a + b, 0) + tail));
  view.setUint32(0, 0x002a4949, true);
  view.setUint32(4, 8, true);
  let at = 8;
  for (const [i, entries] of pages.entries()) {
    view.setUint16(at, entries.length, true);
    for (const [j, [tag, type, count, value]] of entries.entries()) {
      const entry = at + 2 + j * 12;
      view.setUint16(entry, tag, true);
      view.setUint16(entry + 2, type, true);
      view.setUint32(entry + 4, count, true);
      view.setUint32(entry + 8, value, true);
    }
    const next = at + sizes[i]!;
    view.setUint32(next - 4, i + 1 < pages.length ? next : 0, true);
    at = next;
  }
  return new Uint8Array(view.buffer);
}

function page(width: number, height: number, compression: number, photometric = 1): Entry[] {
  return [
    [256, 4, 1, width],
    [257, 4, 1, height],
    [258, 3, 1, 8],
    [259, 3, 1, compression],
    [262, 3, 1, photometric],
  ];
}

const check = (bytes: Uint8Array) => () =>
  checkTiffPages({ name: 'x.tiff', bytes, container: 'tiff' });

test.each([
  ['no compression', 1],
  ['PackBits', 32_773],
  ['LZW', 5],
  ['Deflate', 8],
  ['JPEG', 7],
])('64 megapixels by %s in a few bytes are refused', (_, compression) => {
  const bytes = tiffOf([page(8000, 8000, compression)]);
  expect(check(bytes)).toThrow(/claims 8000 x 8000 pixels in 138 bytes/);
});

test('pages that are harmless one by one count together', () => {
  const pages = Array.from({ length: 5 }, () => page(4000, 4000, 1));
  expect(check(tiffOf(pages.slice(0, 1)))).not.toThrow();
  expect(check(tiffOf(pages))).toThrow(/cannot hold them/);
});

test('YCbCr that is not JPEG is refused, for Pillow shows it in other colours', () => {
  expect(check(tiffOf([page(4, 4, 1, 6)]))).toThrow(/YCbCr samples without JPEG/);
  expect(check(tiffOf([page(4, 4, 5, 6)]))).toThrow(/YCbCr samples without JPEG/);
  expect(check(tiffOf([page(4, 4, 7, 6)]))).not.toThrow();
});

test('directories that go in circles or past the end are let be for the decoder to refuse', () => {
  const loop = tiffOf([page(4, 4, 1)]);
  new DataView(loop.buffer).setUint32(8 + 2 + 5 * 12, 8, true);
  expect(check(loop)).not.toThrow();
  for (const length of [0, 7, 16, 20, 60]) expect(check(loop.slice(0, length))).not.toThrow();
});

test.each<TiffOptions>([
  { compression: 'deflate' },
  { compression: 'lzw' },
  { compression: 'jpeg' },
  { compression: 'ccittfax4', bitdepth: 1 },
  { compression: 'none', bigtiff: true },
])('17 white megapixels by %o are let be', async options => {
  const white = { width: 17_000, height: 1000, channels: 3 as const, background: 'white' };
  const image = sharp({ create: white }).toColourspace('b-w').tiff(options);
  const bytes = new Uint8Array(await image.toBuffer());
  expect(check(bytes)).not.toThrow();
});

describe('what cannot be read whole is refused, never shown with black where it ends', () => {
  const size = 200;
  const gray = Uint8Array.from({ length: size * size }, (_, i) => (i * 7 + (i >> 5)) & 0xff);
  const written = async () => {
    const image = sharp(gray, { raw: { width: size, height: size, channels: 1 } });
    return new Uint8Array(await image.tiff({ compression: 'none', tile: false }).toBuffer());
  };
  const decode = (bytes: Uint8Array) => decodeTiff({ name: 'x.tiff', bytes, container: 'tiff' });

  test('a strip that ends past the file', async () => {
    const bytes = await written();
    const view = new DataView(bytes.buffer, bytes.byteOffset);
    const entry = entryOf(bytes, STRIP_OFFSETS);
    const isOne = view.getUint32(entry + 4, true) === 1;
    const offsetAt = isOne ? entry + 8 : view.getUint32(entry + 8, true);
    view.setUint32(offsetAt, view.getUint32(offsetAt, true) + bytes.length, true);
    await expect(decode(bytes)).rejects.toThrow(/"x.tiff" cannot be decoded as TIFF/);
  });

  test.each([
    ['Zstandard', 50_000],
    ['LZMA', 34_925],
    ['WebP', 50_001],
  ])('%s', async (_, code) => {
    const bytes = await written();
    expect((await decode(bytes)).frames).toHaveLength(1);
    new DataView(bytes.buffer, bytes.byteOffset).setUint16(
      entryOf(bytes, COMPRESSION) + 8,
      code,
      true,
    );
    await expect(decode(bytes)).rejects.toThrow(/"x.tiff" cannot be decoded as TIFF/);
  });
});

const COMPRESSION = 259;
const STRIP_OFFSETS = 273;

/** Where a tag's entry lies in the first directory of a little-endian TIFF. */
function entryOf(bytes: Uint8Array, tag: number): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const directory = view.getUint32(4, true);
  for (let entry = directory + 2; ; entry += 12)
    if (view.getUint16(entry, true) === tag) return entry;
}
