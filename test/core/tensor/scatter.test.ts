import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countingSource } from '../../../src/core/bytes/countingSource';
import { permute } from '../../../src/core/convert/views';
import { DTYPES } from '../../../src/core/tensor/dtypes';
import { boxSizes, prefersScatter, scatter } from '../../../src/core/tensor/scatter';
import { cStrides, elementCount } from '../../../src/core/tensor/slice';
import { viewStream } from '../../../src/core/tensor/streams';
import type { Tensor } from '../../../src/core/tensor/tensor';
import type { PlacedBytes, PutBytes } from '../../../src/core/tensor/tensorStream';
import type { ByteSink } from '../../../src/core/writers/writer';
import { writeTensor } from '../../../src/core/writers/writeTensor';
import { bytesOfStream, memorySink, tensorOf } from '../../support/conversions';

function counted(shape: readonly number[], axes: readonly number[]): Tensor {
  const bytes = new Uint8Array(elementCount(shape) * 2);
  for (let i = 0; i < bytes.length; i++) bytes[i] = (i * 7) % 251;
  return permute(tensorOf('x', 'U16', shape, bytes), axes);
}

/** A sink that takes bytes later, as a disk does: they must be there still. */
function slow(sink: ByteSink): ByteSink {
  const writeAt = async (byteOffset: number, bytes: Uint8Array) => {
    await setImmediate();
    await sink.writeAt(byteOffset, bytes);
  };
  return { ...sink, writeAt };
}

describe('scattered writing', () => {
  it('puts every byte where streaming in order puts it', async () => {
    const shapes = fc
      .array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 5 })
      .chain(shape => {
        const axes = shape.map((_, i) => i);
        return fc.tuple(
          fc.constant(shape),
          fc.shuffledSubarray(axes, { minLength: axes.length, maxLength: axes.length }),
          fc.integer({ min: 2, max: 400 }),
          fc.integer({ min: 2, max: 64 }),
        );
      });
    await fc.assert(
      fc.asyncProperty(shapes, async ([shape, axes, boxBytes, runBytes]) => {
        const view = counted(shape, axes);
        const expected = await bytesOfStream(viewStream(view));
        const limits = { boxBytes, runBytes };
        const stream = {
          ...viewStream(view),
          scatter: (put: PutBytes) => scatter(view, put, undefined, limits),
        };
        const sink = memorySink();
        await sink.write(Uint8Array.of(1, 2, 3));
        await writeTensor(stream, 3, slow(sink));
        expect(sink.bytes().subarray(3)).toEqual(expected);
      }),
      { seed: 6, numRuns: 30 },
    );
  });

  it('stops every box when one cannot be written', async () => {
    const view = counted([64, 64], [1, 0]);
    let puts = 0;
    const put = async () => {
      puts++;
      await setImmediate();
      throw new Error('the disk is full');
    };
    const limits = { boxBytes: 64, runBytes: 8 };
    await expect(scatter(view, put, undefined, limits)).rejects.toThrow('the disk is full');
    const atFailure = puts;
    await setImmediate();
    expect(puts).toBe(atFailure);
    expect(puts).toBeLessThan(100);
  });

  it('reads each source byte once, whatever the axes', async () => {
    const shape = [32, 8, 16_384];
    for (const axes of [
      [2, 0, 1],
      [1, 2, 0],
      [2, 1, 0],
    ]) {
      const view = counted(shape, axes);
      const source = countingSource(view.source);
      const limits = { boxBytes: 2 * 2 ** 20, runBytes: 2048 };
      let shortest = Infinity;
      const put = async ({ bytes }: PlacedBytes) => {
        shortest = Math.min(shortest, bytes.length);
      };
      await scatter({ ...view, source }, put, undefined, limits);
      expect(shortest).toBeGreaterThanOrEqual(512);
      expect(source.bytesRead).toBeLessThan(elementCount(shape) * 2 * 1.5);
    }
  });

  it.each([
    [[1, 512, 512, 1280], [0, 3, 1, 2], 'channel last to first'],
    [[1, 1280, 512, 512], [0, 2, 3, 1], 'channel first to last'],
    [[50_000, 50_000], [1, 0], 'a plain transpose'],
    [[3, 20_000, 20_000], [1, 2, 0], 'a large picture'],
  ])('shapes boxes of %j with long runs on both sides (%s, %s)', (shape, axes) => {
    const strides = cStrides(shape);
    const view = {
      dtype: DTYPES.F32,
      shape: axes.map(axis => shape[axis]!),
      strides: axes.map(axis => strides[axis]!),
    };
    const sizes = boxSizes(view);
    expect(elementCount(sizes) * 4).toBeLessThanOrEqual(96 * 2 ** 20);
    expect(runOf(sizes, view.shape, view.strides) * 4).toBeGreaterThanOrEqual(16 * 1024);
    expect(runOf(sizes, view.shape, cStrides(view.shape)) * 4).toBeGreaterThanOrEqual(16 * 1024);
  });

  it('is for large tensors whose axes are out of order', () => {
    const large: Tensor = { ...counted([2, 2], [0, 1]), byteLength: 2 ** 30 };
    expect(prefersScatter(large)).toBe(false);
    expect(prefersScatter(permute(counted([2, 2], [0, 1]), [1, 0]))).toBe(false);
    expect(prefersScatter({ ...permute(large, [1, 0]), byteLength: 2 ** 30 })).toBe(true);
  });
});

/** Elements that lie together, inside a box, by these strides. */
function runOf(sizes: readonly number[], shape: readonly number[], strides: readonly number[]) {
  let run = 1;
  const order = strides.map((_, axis) => axis).sort((a, b) => strides[a]! - strides[b]!);
  for (const axis of order) {
    run *= sizes[axis]!;
    if (sizes[axis]! < shape[axis]!) break;
  }
  return run;
}
