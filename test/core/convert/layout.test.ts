import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ConversionId } from '../../../src/core/convert/conversionIds';
import { DTYPES, type DTypeName } from '../../../src/core/tensor/dtypes';
import { elementCount } from '../../../src/core/tensor/slice';
import { bytesOfStream, inputOf, run, tensorOf, tensorOfStream } from '../../support/conversions';

const BYTE_DTYPES: readonly DTypeName[] = [
  'BOOL',
  'U8',
  'I16',
  'F16',
  'BF16',
  'F32',
  'F8_E4M3',
  'F8_E5M2',
  'F8_E8M0',
  'I64',
  'U64',
  'F64',
  'C64',
  'C128',
];

/** Tensors of every dtype filled with random bytes: NaN payloads and odd bools included. */
function tensors(ranks: readonly number[]) {
  return fc
    .tuple(fc.constantFrom(...BYTE_DTYPES), fc.constantFrom(...ranks))
    .chain(([dtype, rank]) =>
      fc.tuple(
        fc.constant(dtype),
        fc.array(fc.integer({ min: 1, max: 5 }), { minLength: rank, maxLength: rank }),
      ),
    )
    .chain(([dtype, shape]) => {
      const length = (elementCount(shape) * DTYPES[dtype].bits) / 8;
      return fc
        .uint8Array({ minLength: length, maxLength: length })
        .map(bytes => ({ tensor: tensorOf('x', dtype, shape, bytes), bytes }));
    });
}

const ROUND_TRIPS: readonly [ConversionId, ConversionId, readonly number[]][] = [
  ['toChannelLast', 'toChannelFirst', [3, 4]],
  ['toChannelFirst', 'toChannelLast', [3, 4]],
  ['addBatch', 'dropBatch', [0, 1, 2, 3, 4]],
  ['addChannel', 'squeezeChannel', [3]],
];

describe('layout conversions', () => {
  it.each(ROUND_TRIPS)('%s, then %s gives every bit back', async (there, back, ranks) => {
    await fc.assert(
      fc.asyncProperty(tensors(ranks), async ({ tensor, bytes }) => {
        const [out] = run(there, [inputOf(tensor)]);
        const [again] = run(back, [inputOf(await tensorOfStream(out!))]);
        expect(again!.shape).toEqual(tensor.shape);
        expect(again!.dtype).toBe(tensor.dtype);
        expect(await bytesOfStream(again!)).toEqual(bytes);
      }),
      { seed: 6, numRuns: 40 },
    );
  });

  it('splitting and stacking a batch gives every bit back', async () => {
    await fc.assert(
      fc.asyncProperty(tensors([4]), async ({ tensor, bytes }) => {
        if (tensor.shape[0]! < 2) return;
        const items = run('splitBatch', [inputOf(tensor)]);
        expect(items.map(item => item.name)).toEqual(items.map((_, i) => `x_0000${i}`));
        const parts = await Promise.all(items.map(tensorOfStream));
        const [again] = run(
          'stackBatch',
          parts.map(part => inputOf(part)),
        );
        expect(again!.name).toBe('x');
        expect(again!.shape).toEqual(tensor.shape);
        expect(await bytesOfStream(again!)).toEqual(bytes);
      }),
      { seed: 6, numRuns: 40 },
    );
  });

  it('moves the channels element by element', async () => {
    const bytes = Uint8Array.from({ length: 2 * 3 * 2 * 2 }, (_, i) => i);
    const input = inputOf(tensorOf('image', 'U8', [2, 3, 2, 2], bytes));
    const [last] = run('toChannelLast', [input]);
    expect(last!.shape).toEqual([2, 2, 2, 3]);
    // Worked by hand: pixel (y, x) of item b holds b*12 + c*4 + y*2 + x for c = 0, 1, 2.
    expect([...(await bytesOfStream(last!))]).toEqual([
      0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11, 12, 16, 20, 13, 17, 21, 14, 18, 22, 15, 19, 23,
    ]);
  });

  it.each([
    ['0', [1, 2], [0, 1]],
    ['-1', [1, 2], [6, 7]],
    ['1:3', [2, 2], [2, 3, 4, 5]],
    ['::2', [2, 2], [0, 1, 4, 5]],
    ['::-1', [4, 2], [6, 7, 4, 5, 2, 3, 0, 1]],
    ['2:', [2, 2], [4, 5, 6, 7]],
    ['-3:-1', [2, 2], [2, 3, 4, 5]],
  ])('selects %s of a batch of 4 as Python does', async (index, shape, expected) => {
    const input = inputOf(tensorOf('x', 'U8', [4, 2], Uint8Array.from([0, 1, 2, 3, 4, 5, 6, 7])));
    const [out] = run('selectBatch', [input], { index });
    expect(out!.shape).toEqual(shape);
    expect([...(await bytesOfStream(out!))]).toEqual(expected);
  });

  it.each([
    ['5', [0, 1, 2, 3, 0, 1, 2, 3, 0, 1]],
    ['1', [0, 1]],
    ['2', [0, 1, 2, 3]],
  ])('repeats a batch of 2 to %s: tiled, then cut', async (count, expected) => {
    const input = inputOf(tensorOf('x', 'U8', [2, 2], Uint8Array.from([0, 1, 2, 3])));
    const [out] = run('repeatBatch', [input], { count });
    expect([...(await bytesOfStream(out!))]).toEqual(expected);
  });
});
