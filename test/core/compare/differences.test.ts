import { expect, test } from 'vitest';
import { memorySource } from '../../../src/core/bytes/memorySource';
import { compareTensors } from '../../../src/core/compare/compareTensors';
import { DEFAULT_TOLERANCE } from '../../../src/core/compare/tolerance';
import { DTYPES } from '../../../src/core/tensor/dtypes';
import type { Tensor } from '../../../src/core/tensor/tensor';

function tensorOf(values: ArrayLike<number>, dtype = DTYPES.F32 as Tensor['dtype']): Tensor {
  const bytes = dtype.fromNumbers(Float64Array.from(values));
  return {
    name: 't',
    dtype,
    shape: [values.length],
    strides: [1],
    byteOffset: 0,
    byteOrder: 'little',
    byteLength: bytes.length,
    source: memorySource(bytes),
  };
}

const between = (a: Tensor, b: Tensor) => compareTensors(a, b, DEFAULT_TOLERANCE);

test('the largest distance is told where it stands first, the relative one beside the second side', async () => {
  const found = await between(tensorOf([0, 5, 1, 8]), tensorOf([0, 4, 2, 8]));
  expect(found).toMatchObject({ different: 2, firstDifferent: 1, largestAt: 1, maxAbs: 1 });
  // 1 of 4 and 1 of 2.
  expect(found.maxRel).toBe(0.5);
  expect(found.meanAbs).toBe(0.5);
  expect(found.rmse).toBeCloseTo(Math.SQRT1_2, 12);
});

test('equal numbers of two dtypes have not the same bits', async () => {
  const [floats, doubles] = [tensorOf([1, 2]), tensorOf([1, 2], DTYPES.F64)];
  expect(await between(floats, doubles)).toMatchObject({ different: 0, equalBits: false });
  // Two bytes each, and the same ones.
  const zeros = [tensorOf([0, 0], DTYPES.F16), tensorOf([0, 0], DTYPES.BF16)] as const;
  expect(await between(...zeros)).toMatchObject({ different: 0, equalBits: false });
});

test('what differs early is not forgotten over the rest of a long tensor', async () => {
  const count = 1_200_000;
  const [a, b] = [new Float32Array(count), new Float32Array(count)];
  a[3] = 1;
  expect(await between(tensorOf(a), tensorOf(b))).toMatchObject({
    count,
    different: 1,
    firstDifferent: 3,
    equalBits: false,
  });
  a[3] = 0;
  b[count - 1] = 2;
  expect(await between(tensorOf(a), tensorOf(b))).toMatchObject({
    firstDifferent: count - 1,
    largestAt: count - 1,
    equalBits: false,
  });
});
