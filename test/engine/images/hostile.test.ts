import { constants, deflateSync, inflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { everyNth } from '../../../src/engine/images/frames';
import { inflateInto } from '../../../src/engine/images/pngInflate';
import { openImage } from '../../support/openImage';
import { blackRows, pngChunk, pngFile, pngHead } from '../../support/pngFile';
import { tiffOfPages } from '../../support/tiffFile';

/** What the longest prefix that zlib takes without a complaint gives: what it takes once, it takes shorter too. */
function longestPrefix(data: Uint8Array): Buffer {
  const inflated = (length: number) =>
    inflateSync(data.subarray(0, length), { finishFlush: constants.Z_SYNC_FLUSH });
  let sound = 0;
  let damaged = data.length;
  while (damaged - sound > 1) {
    const middle = (sound + damaged) >> 1;
    try {
      inflated(middle);
      sound = middle;
    } catch {
      damaged = middle;
    }
  }
  return sound > 0 ? inflated(sound) : Buffer.alloc(0);
}

/** What comes out for a picture of so many bytes. */
async function inflateWhatIsThere(data: Uint8Array, expectedBytes: number): Promise<Uint8Array> {
  const output = new Uint8Array(expectedBytes + 1);
  return output.subarray(0, await inflateInto(output, data));
}

describe('a damaged zlib stream', () => {
  const plain = Buffer.from(Array.from({ length: 60_000 }, (_, i) => (i * i) >> 7));
  const packed = new Uint8Array(deflateSync(plain));

  test('that is sound comes out whole', async () => {
    expect(plain.equals(await inflateWhatIsThere(packed, plain.length))).toBe(true);
  });
  test('gives what a prefix of each length would, less one byte', async () => {
    for (const share of [0.05, 0.3, 0.7, 0.999]) {
      const broken = packed.slice();
      const at = Math.floor(packed.length * share);
      broken.fill(0xff, at, at + 3);
      const longest = longestPrefix(broken);
      const found = await inflateWhatIsThere(broken, plain.length);
      expect(found.length).toBeGreaterThan(0);
      const kept = longest.subarray(0, Math.min(plain.length, longest.length - 1));
      expect(kept.equals(found)).toBe(true);
    }
  });
  test('of a wrong checksum loses its last byte, and no more', async () => {
    const broken = packed.slice();
    broken[broken.length - 1]! ^= 1;
    expect((await inflateWhatIsThere(broken, plain.length)).length).toBe(plain.length - 1);
  });
});

test('every nth sample of a Buffer leaves the Buffer as it is', () => {
  const buffer = Buffer.from([1, 2, 3, 4, 5, 6]);
  expect([...everyNth(buffer as Uint8Array, 2)]).toEqual([1, 3, 5]);
  expect([...buffer]).toEqual([1, 2, 3, 4, 5, 6]);
});

test('pages of a TIFF are its own, in their order', async () => {
  const file = await openImage(tiffOfPages(300), 'pages.tif');
  const [image] = file.tensors;
  expect(image!.shape).toEqual([300, 8, 8, 3]);
  for (const page of [0, 1, 128, 299]) {
    const bytes = await image!.source.read(page * 8 * 8 * 3 * 4, 4);
    expect(new Float32Array(bytes.slice().buffer)[0]).toBe(Math.fround((page % 256) / 255));
  }
});

test('text of a PNG is bounded in its sum, and what fits is kept', async () => {
  const text = (name: string, length: number) =>
    pngChunk('tEXt', Buffer.from(`${name}\0${'a'.repeat(length)}`));
  const mebibyte = 1 << 20;
  const file = await openImage(
    pngFile(
      pngHead(1, 1, 8, 2),
      text('prompt', 100),
      ...Array.from({ length: 20 }, (_, i) => text(`k${i}`, mebibyte)),
      blackRows(3, 1),
    ),
    'texts.png',
  );
  expect(file.metadata.get('prompt')).toHaveLength(100);
  expect([...file.metadata.keys()].filter(key => key.startsWith('k'))).toHaveLength(15);
});

test('zeros behind the signature are told as a missing IHDR', async () => {
  const zeros = new Uint8Array([...pngFile().subarray(0, 8), ...new Array(5000).fill(0)]);
  await expect(openImage(zeros, 'zeros.png')).rejects.toThrow('no IHDR chunk at byte 8');
});
