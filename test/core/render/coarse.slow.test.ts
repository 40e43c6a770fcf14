import { describe, expect, test } from 'vitest';
import type { ByteSource } from '../../../src/core/bytes/byteSource';
import { countingSource } from '../../../src/core/bytes/countingSource';
import type { PictureRequest } from '../../../src/core/render/picture';
import { readPicture } from '../../../src/core/render/readPicture';
import { dtypeOf } from '../../../src/core/tensor/dtypes';
import { cStrides, elementCount, fortranStrides } from '../../../src/core/tensor/slice';
import type { Tensor } from '../../../src/core/tensor/tensor';

const MIB = 2 ** 20;

/** A source of float32 values that are computed from their place, as large as wanted. */
function computedSource(size: number, valueAt: (element: number) => number): ByteSource {
  return {
    size,
    read: async (offset, length, signal) => {
      signal?.throwIfAborted();
      const values = new Float32Array(length / 4);
      for (let i = 0; i < values.length; i++) values[i] = valueAt(offset / 4 + i);
      return new Uint8Array(values.buffer);
    },
    close: async () => {},
  };
}

function planeOf(
  shape: readonly number[],
  order: 'C' | 'F' = 'C',
  valueAt: (element: number) => number = () => 0,
) {
  const size = elementCount(shape) * 4;
  const source = countingSource(computedSource(size, valueAt));
  const tensor: Tensor = {
    name: 't',
    dtype: dtypeOf('F32')!,
    shape,
    strides: order === 'C' ? cStrides(shape) : fortranStrides(shape),
    byteOffset: 0,
    byteOrder: 'little',
    byteLength: size,
    source,
  };
  return { tensor, source };
}

function wholePlane(shape: readonly number[], channels: number | null = null): PictureRequest {
  return {
    axes: { rows: 0, columns: 1, channels },
    index: shape.map(() => 0),
    channels: [],
    region: { x: 0, y: 0, width: shape[1]!, height: shape[0]! },
    maxWidth: 512,
    maxHeight: 512,
    reduce: 'mean',
    quality: 'coarse',
  };
}

describe('a coarse picture', () => {
  test.each<[string, readonly number[], 'C' | 'F', number | null]>([
    ['51200 x 51200 (10 GiB)', [51_200, 51_200], 'C', null],
    ['the same in Fortran order', [51_200, 51_200], 'F', null],
    ['16384 x 16384', [16_384, 16_384], 'C', null],
    ['channels last', [30_000, 30_000, 3], 'C', 2],
    ['channels far apart', [30_000, 30_000, 3], 'F', 2],
    ['one channel of many between', [20_000, 2000, 64], 'C', null],
    ['few lines of great length', [4, 600_000_000], 'C', null],
    ['many lines of great length', [2000, 1_300_000], 'C', null],
    ['few elements a line', [1_300_000_000, 2], 'C', null],
  ])('of %s reads 16 MiB at most, in few reads', async (_, shape, order, channels) => {
    const { tensor, source } = planeOf(shape, order);
    const picture = await readPicture(tensor, wholePlane(shape, channels));
    expect(source.bytesRead).toBeLessThanOrEqual(16 * MIB);
    expect(source.calls).toBeLessThanOrEqual(2100);
    expect(picture).toMatchObject({ exact: false, sampled: true });
    expect(Math.min(picture.width, picture.height)).toBeGreaterThanOrEqual(Math.min(2, shape[1]!));
    expect(picture.data.length).toBe(picture.width * picture.height * picture.channelCount);
    expect(picture.data.every(value => value === 0)).toBe(true);
  });

  test.each(['C', 'F'] as const)('shows what lies where, in %s order', async order => {
    const side = 8192;
    // A ramp down the rows and another across.
    const at = (row: number, column: number) => row + column / side;
    const { tensor } = planeOf([side, side], order, element => {
      const [slow, fast] = [Math.floor(element / side), element % side];
      return order === 'C' ? at(slow, fast) : at(fast, slow);
    });
    const { width, height, data } = await readPicture(tensor, wholePlane([side, side]));
    for (const [x, y] of [
      [0, 0],
      [width - 1, 0],
      [0, height - 1],
      [width >> 1, height >> 1],
    ] as const) {
      const expected = at(((y + 0.5) * side) / height, ((x + 0.5) * side) / width);
      expect(Math.abs(data[y * width + x]! - expected)).toBeLessThan(
        side / Math.min(width, height),
      );
    }
  });

  test('of a region that is little is the picture itself, every element in it', async () => {
    const shape = [1000, 1000];
    const spoilt = (element: number) => (element === 123_457 ? Number.NaN : 1);
    const { tensor, source } = planeOf(shape, 'C', spoilt);
    const request = { ...wholePlane(shape), maxWidth: 100, maxHeight: 100 };
    const coarse = await readPicture(tensor, request);
    expect(source.bytesRead).toBe(4_000_000);
    expect(coarse.nanCount).toBe(1);
    expect(coarse).toEqual(await readPicture(tensor, { ...request, quality: undefined }));
  });

  test('of an unknown quality is refused', async () => {
    const { tensor } = planeOf([2, 2]);
    const request = { ...wholePlane([2, 2]), quality: 'fine' as 'coarse' };
    await expect(readPicture(tensor, request)).rejects.toThrow(/quality "fine"/);
  });
});

test('a timer can cancel an exact picture of 10 GiB', async () => {
  const shape = [51_200, 51_200];
  const { tensor, source } = planeOf(shape, 'C', element => element);
  const cancel = new AbortController();
  const request = { ...wholePlane(shape), quality: undefined };
  const reading = readPicture(tensor, request, cancel.signal);
  let readAtAbort = 0;
  setTimeout(() => {
    readAtAbort = source.bytesRead;
    cancel.abort(new Error('stop'));
  }, 20);
  await expect(reading).rejects.toThrow('stop');
  // What was on its way may still come: two parts of 4 MiB.
  expect(source.bytesRead - readAtAbort).toBeLessThanOrEqual(8 * MIB);
});
