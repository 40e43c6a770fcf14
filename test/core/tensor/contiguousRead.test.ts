import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ByteSource } from '../../../src/core/bytes/byteSource';
import { memorySource } from '../../../src/core/bytes/memorySource';
import { contiguousSpan, createBoxReader } from '../../../src/core/tensor/contiguousRead';
import { dtypeOf } from '../../../src/core/tensor/dtypes';
import { readBox } from '../../../src/core/tensor/read';
import { cStrides, fortranStrides, wholeRanges } from '../../../src/core/tensor/slice';
import { computeStats } from '../../../src/core/tensor/statsCompute';
import type { Tensor } from '../../../src/core/tensor/tensor';

/** A source that fills buffers, as a file does. */
function fillingSource(bytes: Uint8Array): ByteSource {
  const source = memorySource(bytes);
  return {
    ...source,
    readInto: async (target, offset, signal) => {
      target.set(await source.read(offset, target.length, signal));
    },
  };
}

const cases = fc.record({
  shape: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 4 }),
  order: fc.constantFrom(cStrides, fortranStrides),
  byteOrder: fc.constantFrom<'little' | 'big'>('little', 'big'),
  cut: fc.array(fc.tuple(fc.nat(), fc.nat()), { minLength: 4, maxLength: 4 }),
});

function build(c: {
  shape: number[];
  order: typeof cStrides;
  byteOrder: 'little' | 'big';
}): Tensor {
  const count = c.shape.reduce((a, b) => a * b, 1);
  const bytes = Uint8Array.from({ length: count * 2 + 3 }, (_, i) => (i * 73) % 251);
  return {
    name: 't',
    dtype: dtypeOf('U16')!,
    shape: c.shape,
    strides: c.order(c.shape),
    byteOffset: 3,
    byteOrder: c.byteOrder,
    byteLength: count * 2,
    source: fillingSource(bytes),
  };
}

test('a reader with its own buffers gives the bytes that readBox gives', async () => {
  const read = createBoxReader(1);
  await fc.assert(
    fc.asyncProperty(cases, async c => {
      const tensor = build(c);
      const ranges = c.shape.map((size, axis) => {
        const start = c.cut[axis]![0] % size;
        return { start, count: 1 + (c.cut[axis]![1] % (size - start)), step: 1 };
      });
      expect([...(await read(tensor, ranges))]).toEqual([...(await readBox(tensor, ranges))]);
    }),
    { seed: 5, numRuns: 150 },
  );
});

test('a whole tensor in C order is one span; in other orders or with swapped bytes it is none', () => {
  const tensor = build({ shape: [3, 4], order: cStrides, byteOrder: 'little' });
  expect(contiguousSpan(tensor, wholeRanges([3, 4]))).toEqual({ byteOffset: 3, byteLength: 24 });
  expect(contiguousSpan({ ...tensor, byteOrder: 'big' }, wholeRanges([3, 4]))).toBeNull();
  expect(contiguousSpan({ ...tensor, strides: [1, 3] }, wholeRanges([3, 4]))).toBeNull();
  expect(contiguousSpan(tensor, wholeRanges([4, 4]))).toBeNull();
});

test('statistics through reused buffers are those of a memory source', async () => {
  const values = new Float32Array(3 << 20);
  for (let i = 0; i < values.length; i++) values[i] = (i % 1000) / 8 - 3;
  const bytes = new Uint8Array(values.buffer);
  const tensor = {
    ...build({ shape: [1], order: cStrides, byteOrder: 'little' }),
    dtype: dtypeOf('F32')!,
    shape: [values.length],
    byteOffset: 0,
    byteLength: bytes.length,
  };
  const filling = await computeStats({ ...tensor, source: fillingSource(bytes) }, undefined, 64);
  const plain = await computeStats({ ...tensor, source: memorySource(bytes) }, undefined, 64);
  expect(filling).toEqual(plain);
});
