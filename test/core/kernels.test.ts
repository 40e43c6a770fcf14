import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { memorySource } from '../../src/core/bytes/memorySource';
import { latentFormat } from '../../src/core/contracts/latentFormats';
import { loadKernels, withoutKernels } from '../../src/core/kernels/kernels';
import { cutBlocks } from '../../src/core/render/blocks';
import { latentPictures } from '../../src/core/render/latentRgb';
import { addTile, createReducer, type Reducer } from '../../src/core/render/reduce';
import { dtypeOf } from '../../src/core/tensor/dtypes';
import { type ChunkTask, runChunk } from '../../src/core/tensor/statsChunk';
import { computeStats } from '../../src/core/tensor/statsCompute';

test('this machine runs them', () => {
  expect(loadKernels()).not.toBeNull();
});

const special = fc.constantFrom(Number.NaN, Infinity, -Infinity, 0, -0);
const number = fc.oneof(
  {
    weight: 300,
    arbitrary: fc.float({ noDefaultInfinity: true, noNaN: true, min: -1e6, max: 1e6 }),
  },
  { weight: 1, arbitrary: special },
);
const numbers = fc.array(number, { minLength: 1, maxLength: 1500, size: 'max' });

/** Ranges that float32 holds with room, barely, and not at all. */
const scales = fc.constantFrom(1, 1, 1 / 3, 1e-39, 1e-49, 1e31, 3e32);

function bytesOf(view: ArrayBufferView): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
}

describe('kernels and plain loops give the same bits', () => {
  test.each(['F32', 'F64'] as const)('for statistics of %s', async name => {
    const dtype = dtypeOf(name)!;
    const Numbers = name === 'F32' ? Float32Array : Float64Array;
    fc.assert(
      fc.property(numbers, fc.integer({ min: 1, max: 300 }), scales, (list, bins, scale) => {
        const values = Numbers.from(list.map(v => v * scale));
        const finite = values.filter(Number.isFinite);
        const frame = {
          centre: 12.5,
          min: Math.min(...finite, Number.MAX_VALUE),
          max: Math.max(...finite, -Number.MAX_VALUE),
          bins,
          allFinite: finite.length === values.length,
        };
        for (const task of [{ type: 'range' }, { type: 'moments', frame }] satisfies ChunkTask[]) {
          const run = () => runChunk(task, dtype, bytesOf(values), values.length);
          expect(isDeepStrictEqual(run(), withoutKernels(run))).toBe(true);
        }
      }),
      { seed: 3, numRuns: 12 },
    );
  });

  test.each(['I64', 'U64'] as const)('for extents of %s', name => {
    const dtype = dtypeOf(name)!;
    const word =
      name === 'I64'
        ? fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })
        : fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
    const integer = fc.oneof(word, fc.constantFrom(0n, 1n, 2n));
    fc.assert(
      fc.property(fc.array(integer, { minLength: 1, maxLength: 700 }), list => {
        const bytes = bytesOf(BigUint64Array.from(list.map(v => BigInt.asUintN(64, v))));
        const run = () => runChunk({ type: 'integers' }, dtype, bytes, list.length);
        const sum = list.reduce((a, b) => a + b, 0n);
        const below0 = list.filter(v => v < 0n).length;
        expect(isDeepStrictEqual(run(), withoutKernels(run))).toBe(true);
        const numbers = list.map(Number);
        const frame = {
          centre: 3,
          min: Math.min(...numbers),
          max: Math.max(...numbers),
          bins: 5,
          allFinite: true,
        };
        const spread = () => runChunk({ type: 'moments', frame }, dtype, bytes, list.length);
        expect(isDeepStrictEqual(spread(), withoutKernels(spread))).toBe(true);
        expect(run()).toMatchObject({ sum, below0, above1: list.filter(v => v > 1n).length });
      }),
      { seed: 3, numRuns: 12 },
    );
  });

  test('for pictures', () => {
    const shape = fc.record({
      width: fc.integer({ min: 1, max: 40 }),
      height: fc.integer({ min: 1, max: 12 }),
      across: fc.integer({ min: 1, max: 40 }),
      down: fc.integer({ min: 1, max: 12 }),
      lines: fc.constantFrom<'rows' | 'columns'>('rows', 'columns'),
    });
    fc.assert(
      fc.property(shape, fc.array(number, { minLength: 480, maxLength: 480 }), (s, list) => {
        const values = Float32Array.from(list.slice(0, s.width * s.height));
        const reduce = (): Reducer => {
          const isRows = s.lines === 'rows';
          const rows = cutBlocks(isRows ? s.height : s.width, s.down);
          const columns = cutBlocks(isRows ? s.width : s.height, s.across);
          const reducer = createReducer('mean', rows, columns);
          const tile = { values, base: 0, lineStride: s.width, elementStride: 1, lines: s.lines };
          const part = {
            firstLine: 0,
            lineCount: s.height,
            firstElement: 0,
            elementCount: s.width,
          };
          addTile(reducer, { ...tile, ...part });
          return { ...reducer, min: reducer.min + 0, max: reducer.max + 0 };
        };
        expect(isDeepStrictEqual(reduce(), withoutKernels(reduce))).toBe(true);
      }),
      { seed: 3, numRuns: 60 },
    );
  });
});

test.each(['Wan21', 'SD15', 'Flux'])('Latent2RGB of %s is the same without kernels', name => {
  const channels = latentFormat(name)!.channels;
  const values = Float32Array.from({ length: channels * 3 * 37 * 11 }, (_, i) =>
    i % 991 === 0 ? [Number.NaN, Infinity, -Infinity][i % 3]! : Math.sin(i * 0.37) * 4,
  );
  const paint = () => latentPictures(values, [channels, 3, 37, 11], name).pixels;
  expect(Buffer.compare(paint(), withoutKernels(paint))).toBe(0);
});

test('statistics of a large tensor do not depend on the kernels', async () => {
  const values = Float32Array.from({ length: 70_000 }, (_, i) => Math.sin(i) * 1000 + (i % 7));
  const source = memorySource(bytesOf(values));
  const tensor = {
    name: 't',
    dtype: dtypeOf('F32')!,
    shape: [values.length],
    strides: [1],
    byteOffset: 0,
    byteOrder: 'little' as const,
    byteLength: source.size,
    source,
  };
  const fast = await computeStats(tensor, undefined, 256);
  expect(fast.histogram!.counts.reduce((a, b) => a + b)).toBe(values.length);
  expect(fast.mean).toBeCloseTo(values.reduce((a, b) => a + b) / values.length, 6);
});
