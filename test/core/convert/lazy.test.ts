import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ConversionId } from '../../../src/core/convert/conversionIds';
import { concatTensor } from '../../../src/core/convert/lazy';
import { runConversion, valuesOf } from '../../../src/core/convert/run';
import { permute } from '../../../src/core/convert/views';
import { DTYPES, type DTypeName } from '../../../src/core/tensor/dtypes';
import { flatBoxes, readFlat } from '../../../src/core/tensor/flatRead';
import { readBox } from '../../../src/core/tensor/read';
import { elementCount, wholeRanges } from '../../../src/core/tensor/slice';
import { viewStream } from '../../../src/core/tensor/streams';
import type { Tensor } from '../../../src/core/tensor/tensor';
import {
  bytesOfStream,
  contextOf,
  conversion,
  inputOf,
  tensorOf,
  tensorOfStream,
} from '../../support/conversions';

/** One after the other on an IMAGE [2,3,5,7] or what became of it, with their options. */
const STEPS: readonly (readonly [ConversionId, Record<string, string>])[] = [
  ['toChannelLast', {}],
  ['toFloat32', {}],
  ['divide255', {}],
  ['castDtype', { dtype: 'F16' }],
  ['resizeImage', { width: '4', height: '6' }],
  ['repeatBatch', { count: '5' }],
  ['selectBatch', { index: '::-1' }],
  ['toChannelFirst', {}],
  ['castDtype', { dtype: 'BF16' }],
];

function apply(tensor: Tensor, [id, options]: (typeof STEPS)[number]): Tensor {
  const one = conversion(id);
  const input = inputOf(tensor, { kind: id === 'toChannelFirst' ? null : 'IMAGE' });
  return runConversion(one, [input], valuesOf(one, options), contextOf([input]))[0]!;
}

const bytes = Uint8Array.from({ length: 2 * 3 * 5 * 7 }, (_, i) => (i * 37) % 256);
const source = () => tensorOf('image', 'U8', [2, 3, 5, 7], bytes);

describe('what a conversion gives', () => {
  it('can be taken by the next: the bytes are those of one step after the other', async () => {
    let lazy: Tensor = source();
    let stored: Tensor = source();
    for (const step of STEPS) {
      lazy = apply(lazy, step);
      stored = await tensorOfStream(viewStream(apply(stored, step)));
      expect(lazy.shape).toEqual(stored.shape);
      expect(await bytesOfStream(viewStream(lazy))).toEqual(
        await bytesOfStream(viewStream(stored)),
      );
    }
    expect(lazy.shape).toEqual([5, 3, 6, 4]);
  });

  it('reads the same by range as in order', async () => {
    let lazy: Tensor = source();
    for (const step of STEPS) {
      lazy = apply(lazy, step);
      const whole = await bytesOfStream(viewStream(lazy));
      const ranges = fc.tuple(fc.nat(lazy.byteLength), fc.nat(lazy.byteLength));
      await fc.assert(
        fc.asyncProperty(ranges, async ([a, b]) => {
          const [from, to] = [Math.min(a, b), Math.max(a, b)];
          const part = await readFlat(lazy, from, to - from);
          expect(Buffer.from(part)).toEqual(Buffer.from(whole.subarray(from, to)));
        }),
        { seed: 5, numRuns: 15 },
      );
      const turned = permute(lazy, [3, 1, 0, 2]);
      const box = await readBox(turned, wholeRanges(turned.shape));
      expect(Buffer.from(box)).toEqual(Buffer.from(await bytesOfStream(viewStream(turned))));
    }
  });

  it('reads nothing before somebody reads it', () => {
    const unread: Tensor = {
      ...source(),
      source: { size: 210, read: () => Promise.reject(new Error('read')), close: async () => {} },
    };
    let lazy: Tensor = unread;
    for (const step of STEPS) lazy = apply(lazy, step);
    expect(lazy.shape).toEqual([5, 3, 6, 4]);
  });
});

describe('reading in C order', () => {
  it('covers every element of a run once, in order', () => {
    const runs = fc
      .array(fc.integer({ min: 1, max: 4 }), { maxLength: 4 })
      .chain(shape =>
        fc.tuple(fc.constant(shape), fc.nat(elementCount(shape)), fc.nat(elementCount(shape))),
      );
    fc.assert(
      fc.property(runs, ([shape, a, b]) => {
        const [first, end] = [Math.min(a, b), Math.max(a, b)];
        const boxes = [...flatBoxes(shape, first, end - first)];
        const counts = boxes.map(box => elementCount(box.map(range => range.count)));
        expect(counts.reduce((sum, count) => sum + count, 0)).toBe(end - first);
        let at = first;
        for (const [i, box] of boxes.entries()) {
          const start = box.reduce((sum, { start }, axis) => sum * shape[axis]! + start, 0);
          expect(start).toBe(at);
          at += counts[i]!;
        }
        expect(boxes.length).toBeLessThanOrEqual(Math.max(1, 2 * shape.length));
      }),
      { seed: 5 },
    );
  });

  it.each<[DTypeName, number[]]>([
    ['F4', [3, 4, 6]],
    ['U8', [3, 4, 6]],
    ['C128', [2, 3]],
  ])('gives %s %j under any order of axes', async (dtype, shape) => {
    const length = (elementCount(shape) * DTYPES[dtype].bits) / 8;
    const data = Uint8Array.from({ length }, (_, i) => (i * 29) % 251);
    const turned = permute(tensorOf('x', dtype, shape, data), shape.map((_, i) => i).reverse());
    const whole = await bytesOfStream(viewStream(turned));
    for (const [from, count] of [
      [0, length],
      [1, length - 1],
      [length - 3, 2],
      [5, 7],
    ] as const)
      expect(Buffer.from(await readFlat(turned, from, count))).toEqual(
        Buffer.from(whole.subarray(from, from + count)),
      );
  });

  it('crosses the seams of joined tensors', async () => {
    const parts = [0, 100, 200].map(base =>
      tensorOf(
        'x',
        'U8',
        [2, 3],
        Uint8Array.from({ length: 6 }, (_, i) => base + i),
      ),
    );
    const joined = concatTensor('x', parts);
    expect(joined.shape).toEqual([6, 3]);
    expect([...(await readFlat(joined, 4, 10))]).toEqual([
      4, 5, 100, 101, 102, 103, 104, 105, 200, 201,
    ]);
  });
});
