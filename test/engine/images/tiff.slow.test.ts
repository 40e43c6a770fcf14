import sharp, { type TiffOptions } from 'sharp';
import { expect, test } from 'vitest';
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
