import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ByteSource } from '../../../src/core/bytes/byteSource';
import { countingSource } from '../../../src/core/bytes/countingSource';
import { memorySource } from '../../../src/core/bytes/memorySource';
import { TensorFileError } from '../../../src/core/errors';
import type { PictureRequest, ReduceMode } from '../../../src/core/render/picture';
import { readPicture } from '../../../src/core/render/readPicture';
import { type DTypeName, dtypeOf } from '../../../src/core/tensor/dtypes';
import { cStrides, elementCount, fortranStrides } from '../../../src/core/tensor/slice';
import type { Tensor } from '../../../src/core/tensor/tensor';

function tensorOf(
  values: readonly number[],
  shape: number[],
  dtypeName: DTypeName = 'F32',
): Tensor {
  const dtype = dtypeOf(dtypeName)!;
  const bytes = dtype.fromNumbers(Float64Array.from(values));
  return {
    name: 't',
    dtype,
    shape,
    strides: cStrides(shape),
    byteOffset: 0,
    byteOrder: 'little',
    byteLength: bytes.length,
    source: memorySource(bytes),
  };
}

function planeRequest(
  tensor: Tensor,
  maxWidth: number,
  maxHeight: number,
  reduce: ReduceMode = 'mean',
): PictureRequest {
  const [height, width] = tensor.shape as [number, number];
  return {
    axes: { rows: 0, columns: 1, channels: null },
    index: [0, 0],
    channels: [],
    region: { x: 0, y: 0, width, height },
    maxWidth,
    maxHeight,
    reduce,
  };
}

/** The block of a pixel as a list, by another route than the code under test: one test an element. */
function blockOf(
  values: readonly number[],
  width: number,
  height: number,
  request: PictureRequest,
) {
  const { region, maxWidth, maxHeight } = request;
  const outWidth = Math.min(region.width, maxWidth);
  const outHeight = Math.min(region.height, maxHeight);
  const blocks: number[][] = Array.from({ length: outWidth * outHeight }, () => []);
  const pixelOf = (at: number, size: number, count: number) => {
    for (let i = 0; i < count; i++)
      if (at >= Math.floor((i * size) / count) && at < Math.floor(((i + 1) * size) / count))
        return i;
    throw new Error('outside');
  };
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const [cx, cy] = [x - region.x, y - region.y];
      if (cx < 0 || cy < 0 || cx >= region.width || cy >= region.height) continue;
      const px = pixelOf(cx, region.width, outWidth);
      const py = pixelOf(cy, region.height, outHeight);
      blocks[py * outWidth + px]!.push(values[y * width + x]!);
    }
  return blocks;
}

function expectedPixel(block: readonly number[], mode: ReduceMode): number {
  if (block.some(Number.isNaN)) return NaN;
  if (block.includes(Infinity)) return Infinity;
  if (block.includes(-Infinity)) return -Infinity;
  if (mode === 'min') return Math.min(...block);
  if (mode === 'max') return Math.max(...block);
  return block.reduce((sum, v) => sum + v, 0) / block.length;
}

const value = fc.oneof(
  { weight: 12, arbitrary: fc.integer({ min: -1000, max: 1000 }).map(n => n / 8) },
  { weight: 1, arbitrary: fc.constantFrom(NaN, Infinity, -Infinity, -0) },
);

describe('readPicture', () => {
  test('is the mean, least or greatest of each block, defects kept, for any region and size', async () => {
    const plane = fc
      .tuple(fc.integer({ min: 1, max: 23 }), fc.integer({ min: 1, max: 19 }))
      .chain(([width, height]) =>
        fc.record({
          width: fc.constant(width),
          height: fc.constant(height),
          values: fc.array(value, { minLength: width * height, maxLength: width * height }),
          x: fc.integer({ min: 0, max: width - 1 }),
          y: fc.integer({ min: 0, max: height - 1 }),
          maxWidth: fc.integer({ min: 1, max: 25 }),
          maxHeight: fc.integer({ min: 1, max: 25 }),
          mode: fc.constantFrom<ReduceMode>('mean', 'min', 'max'),
          order: fc.constantFrom('C', 'F'),
        }),
      );
    await fc.assert(
      fc.asyncProperty(plane, async p => {
        const shape = [p.height, p.width];
        const stored = p.order === 'C' ? p.values : transposed(p.values, p.height, p.width);
        const tensor = {
          ...tensorOf(stored, shape),
          strides: p.order === 'C' ? cStrides(shape) : fortranStrides(shape),
        };
        const region = { x: p.x, y: p.y, width: p.width - p.x, height: p.height - p.y };
        const request = {
          ...planeRequest(tensor, p.maxWidth, p.maxHeight, p.mode),
          region,
        };
        const picture = await readPicture(tensor, request);
        const blocks = blockOf(p.values, p.width, p.height, request);
        const expected = blocks.map(block => Math.fround(expectedPixel(block, p.mode)) + 0);
        expect([...picture.data].map(v => v + 0)).toEqual(expected);
        const seen = blocks.flat();
        expect(picture.nanCount).toBe(seen.filter(Number.isNaN).length);
        expect(picture.infCount).toBe(seen.filter(v => Math.abs(v) === Infinity).length);
        const finite = seen.filter(Number.isFinite);
        const range = { min: Math.min(...finite) + 0, max: Math.max(...finite) + 0 };
        const found = picture.ranges[0];
        expect(found && { min: found.min + 0, max: found.max + 0 }).toEqual(
          finite.length > 0 ? range : null,
        );
      }),
      { seed: 11, numRuns: 150 },
    );
  });

  test('at 1:1 gives the elements themselves and says so', async () => {
    const tensor = tensorOf([0.1, NaN, -Infinity, 4, 5, 6], [2, 3]);
    const picture = await readPicture(tensor, planeRequest(tensor, 100, 100));
    expect([...picture.data]).toEqual([Math.fround(0.1), NaN, -Infinity, 4, 5, 6]);
    expect(picture).toMatchObject({ width: 3, height: 2, channelCount: 1, exact: true });
    const reduced = await readPicture(tensor, planeRequest(tensor, 2, 100));
    expect(reduced.exact).toBe(false);
  });

  test('is not exact where float32 cannot hold the element', async () => {
    const wide = tensorOf([0, 0.1, 1e300, -1e300], [2, 2], 'F64');
    const picture = await readPicture(wide, planeRequest(wide, 2, 2));
    expect(picture.exact).toBe(false);
    // A finite element never shows as an Inf.
    expect([...picture.data].every(Number.isFinite)).toBe(true);
    expect(picture.infCount).toBe(0);
    expect(picture.ranges[0]).toEqual({ min: -1e300, max: 1e300 });
  });

  test('takes the element in the middle of each block when asked for the nearest', async () => {
    const tensor = tensorOf(
      Array.from({ length: 25 }, (_, i) => i),
      [5, 5],
    );
    const one = await readPicture(tensor, planeRequest(tensor, 1, 1, 'nearest'));
    expect([...one.data]).toEqual([12]);
    const spoilt = tensorOf(
      Array.from({ length: 25 }, (_, i) => (i === 3 ? NaN : i)),
      [5, 5],
    );
    const two = await readPicture(spoilt, planeRequest(spoilt, 1, 1, 'nearest'));
    expect([...two.data]).toEqual([NaN]);
  });

  const indexed = Array.from({ length: 2 * 3 * 4 * 5 }, (_, i) => i);
  test.each([
    ['interleaved channels', { rows: 1, columns: 2, channels: 3 }, [2, 0]],
    ['planar channels', { rows: 2, columns: 3, channels: 1 }, [0, 2, 1]],
    ['rows and columns swapped', { rows: 3, columns: 1, channels: 0 }, [1, 1]],
    ['channels between rows and columns', { rows: 1, columns: 3, channels: 2 }, [3]],
  ] as const)('finds its elements with %s', async (_, axes, channels) => {
    const tensor = tensorOf(indexed, [2, 3, 4, 5]);
    const index = [1, 2, 3, 4];
    const height = tensor.shape[axes.rows]!;
    const width = tensor.shape[axes.columns]!;
    const picture = await readPicture(tensor, {
      axes,
      index,
      channels,
      region: { x: 0, y: 0, width, height },
      maxWidth: 99,
      maxHeight: 99,
      reduce: 'mean',
    });
    const expected: number[] = [];
    for (const c of channels)
      for (let y = 0; y < height; y++)
        for (let x = 0; x < width; x++) {
          const at = [...index];
          [at[axes.rows], at[axes.columns], at[axes.channels]] = [y, x, c];
          expected.push(at.reduce((sum, i, axis) => sum * tensor.shape[axis]! + i, 0));
        }
    expect([...picture.data]).toEqual(expected);
    expect(picture.exact).toBe(true);
    expect(picture.ranges).toHaveLength(channels.length);
  });

  test('shows vectors as one row, scalars as one pixel, and nothing as nothing', async () => {
    const vector = tensorOf([1, 2, 3, 4], [4]);
    const scalar = tensorOf([7], []);
    const empty = tensorOf([], [0, 3]);
    const row = { rows: null, columns: 0, channels: null };
    const part = { channels: [], maxWidth: 2, maxHeight: 2, reduce: 'mean' as const };
    const ofVector = await readPicture(vector, {
      ...part,
      axes: row,
      index: [0],
      region: { x: 0, y: 0, width: 4, height: 1 },
    });
    expect([...ofVector.data]).toEqual([1.5, 3.5]);
    const ofScalar = await readPicture(scalar, {
      ...part,
      axes: row,
      index: [],
      region: { x: 0, y: 0, width: 1, height: 1 },
    });
    expect([...ofScalar.data]).toEqual([7]);
    const ofEmpty = await readPicture(empty, {
      ...planeRequest(empty, 8, 8),
      region: { x: 0, y: 0, width: 3, height: 0 },
    });
    expect(ofEmpty).toMatchObject({ width: 3, height: 0, ranges: [null] });
  });

  test.each<[DTypeName, number[], number[]]>([
    ['U8', [0, 255], [0, 255]],
    ['BOOL', [1, 0], [1, 0]],
    ['I64', [2 ** 40, -3], [2 ** 40, -3]],
    ['F16', [0.5, 65504], [0.5, 65504]],
    ['BF16', [1, -2], [1, -2]],
    ['F4', [6, -0.5], [6, -0.5]],
    ['C64', [3, 4, 0, -2], [5, 2]],
  ])('reads %s', async (dtypeName, stored, expected) => {
    const tensor = tensorOf(stored, [1, 2], dtypeName);
    const picture = await readPicture(tensor, planeRequest(tensor, 9, 9));
    expect([...picture.data]).toEqual(expected);
  });

  const sound = tensorOf([1, 2, 3, 4, 5, 6], [2, 3]);
  const ask = planeRequest(sound, 4, 4);
  test.each<[string, Partial<PictureRequest>]>([
    ['an axis that is not there', { axes: { rows: 0, columns: 2, channels: null } }],
    ['one axis twice', { axes: { rows: 1, columns: 1, channels: null } }],
    ['too few indices', { index: [0] }],
    ['a region past the edge', { region: { x: 1, y: 0, width: 3, height: 2 } }],
    ['a negative region', { region: { x: -1, y: 0, width: 3, height: 2 } }],
    ['half an element', { region: { x: 0.5, y: 0, width: 1, height: 2 } }],
    ['no pixels', { maxWidth: 0 }],
    ['NaN pixels', { maxHeight: Number.NaN }],
    ['an unknown reduction', { reduce: 'median' as ReduceMode }],
  ])('refuses %s', async (_, part) => {
    await expect(readPicture(sound, { ...ask, ...part })).rejects.toThrow(TensorFileError);
  });

  test('refuses more values than one reply may hold', async () => {
    const side = 2049;
    const wide = { ...sound, shape: [side, side] };
    await expect(readPicture(wide, planeRequest(wide, side, side))).rejects.toThrow(
      /at most 4194304/,
    );
  });
});

function transposed(values: readonly number[], height: number, width: number): number[] {
  return Array.from({ length: values.length }, (_, i) => {
    const [x, y] = [Math.floor(i / height), i % height];
    return values[y * width + x]!;
  });
}

/** A source of any size that holds nothing but zeros. */
function hollowSource(size: number): ByteSource {
  return {
    size,
    read: async (_offset, length) => new Uint8Array(length),
    close: async () => {},
  };
}

describe('bytes read for a picture', () => {
  const planeSize = 4096;
  const shape = [40, planeSize, planeSize];
  const planeBytes = planeSize * planeSize * 4;

  test.each(['C', 'F'] as const)(
    'one plane of a 2.7 GB tensor in %s order is that plane, once',
    async order => {
      const source = countingSource(hollowSource(elementCount(shape) * 4));
      const memoryShape = order === 'C' ? shape : [planeSize, planeSize, 40];
      const tensor: Tensor = {
        name: 't',
        dtype: dtypeOf('F32')!,
        shape: memoryShape,
        strides: order === 'C' ? cStrides(shape) : fortranStrides(memoryShape),
        byteOffset: 0,
        byteOrder: 'little',
        byteLength: source.size,
        source,
      };
      const [rows, columns] = order === 'C' ? [1, 2] : [0, 1];
      const request: PictureRequest = {
        axes: { rows: rows!, columns: columns!, channels: null },
        index: order === 'C' ? [17, 0, 0] : [0, 0, 17],
        channels: [],
        region: { x: 0, y: 0, width: planeSize, height: planeSize },
        maxWidth: 512,
        maxHeight: 512,
        reduce: 'mean',
      };
      const steps: number[] = [];
      const picture = await readPicture(tensor, request, undefined, (done, total) => {
        steps.push(done);
        expect(total).toBe(planeBytes);
      });
      expect(picture.width).toBe(512);
      expect(source.bytesRead).toBe(planeBytes);
      expect(source.calls).toBeLessThan(40);
      expect(steps.at(-1)).toBe(planeBytes);
      const region = { x: 100, y: 200, width: 64, height: 32 };
      source.reset();
      await readPicture(tensor, { ...request, region });
      // The region's own bytes, and at most a page beside each of its lines.
      expect(source.bytesRead).toBeLessThanOrEqual((order === 'C' ? 32 : 64) * planeSize * 4);
    },
  );

  test('stops reading when cancelled', async () => {
    const cancel = new AbortController();
    const source = countingSource(hollowSource(planeBytes));
    const tensor = { ...tensorOf([], [planeSize, planeSize]), source };
    const request = planeRequest(tensor, 64, 64);
    const reading = readPicture(tensor, request, cancel.signal, () =>
      cancel.abort(new Error('stop')),
    );
    await expect(reading).rejects.toThrow('stop');
    expect(source.bytesRead).toBeLessThan(planeBytes / 2);
  });
});
