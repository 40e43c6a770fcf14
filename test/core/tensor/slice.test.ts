import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { memorySource } from '../../../src/core/bytes/memorySource';
import { DTYPES } from '../../../src/core/tensor/dtypes';
import { cStrides, elementCount, fortranStrides, parseSlice } from '../../../src/core/tensor/slice';
import { readValues } from '../../../src/core/tensor/values';

const truth = JSON.parse(readFileSync(join(import.meta.dirname, 'numpyTruth.json'), 'utf8')) as {
  float16: [string, number][];
  slices: [number[], string, number[], number[]][];
};

describe('slices', () => {
  it.each(truth.slices)(
    'of %j by "%s" are as numpy makes them',
    async (shape, text, expectedShape, first) => {
      const count = elementCount(shape);
      const tensor = {
        name: 't',
        dtype: DTYPES.I32,
        shape,
        strides: cStrides(shape),
        byteOffset: 0,
        byteOrder: 'little' as const,
        byteLength: count * 4,
        source: memorySource(
          new Uint8Array(Int32Array.from({ length: count }, (_, i) => i).buffer),
        ),
      };
      const { shape: given, values } = await readValues(tensor, parseSlice(text, shape), 8);
      expect(given).toEqual(expectedShape);
      expect(values.map(Number)).toEqual(first);
    },
  );

  it.each([
    ['5', 'Index 5 is outside axis 0'],
    ['-5', 'Index -5 is outside axis 0'],
    ['0,0,0', 'has 3 entries'],
    ['::0', 'step 0'],
    ['::-1', 'step -1'],
    ['a', 'Axis 0 of the slice is "a"'],
    ['1.5', 'Axis 0'],
    ['1:2:3:4', 'Axis 0'],
    [',1', 'Axis 0'],
  ])('"%s" is refused: %s', (text, message) => {
    expect(() => parseSlice(text, [4, 3])).toThrow(message);
  });

  it('have strides in both orders', () => {
    expect(cStrides([2, 3, 4])).toEqual([12, 4, 1]);
    expect(fortranStrides([2, 3, 4])).toEqual([1, 2, 6]);
    expect(elementCount([])).toBe(1);
    expect(elementCount([2 ** 50, 2 ** 50, 0])).toBe(0);
  });
});
