import fc from 'fast-check';
import { expect, test } from 'vitest';
import { memorySource } from '../../../src/core/bytes/memorySource';
import { compareTensors } from '../../../src/core/compare/compareTensors';
import { type ColorPlanes, flipMap, flipOf } from '../../../src/core/compare/flip';
import { ssimMap, ssimOf } from '../../../src/core/compare/ssim';
import { DEFAULT_TOLERANCE } from '../../../src/core/compare/tolerance';
import { DTYPES } from '../../../src/core/tensor/dtypes';
import type { Tensor } from '../../../src/core/tensor/tensor';

function tensorOf(values: readonly number[]): Tensor {
  const bytes = new Uint8Array(Float32Array.from(values).buffer);
  return {
    name: 't',
    dtype: DTYPES.F32,
    shape: [values.length],
    strides: [1],
    byteOffset: 0,
    byteOrder: 'little',
    byteLength: bytes.length,
    source: memorySource(bytes),
  };
}

const value = fc.oneof(fc.float({ noNaN: false }), fc.constantFrom(0, -0, 1, NaN, Infinity));
const values = fc.array(value, { minLength: 1, maxLength: 40 });
const pair = values.chain(a =>
  fc.tuple(fc.constant(a), fc.array(value, { minLength: a.length, maxLength: a.length })),
);
const between = (a: readonly number[], b: readonly number[]) =>
  compareTensors(tensorOf(a), tensorOf(b), DEFAULT_TOLERANCE);

test('a tensor and itself differ in nothing', async () => {
  await fc.assert(
    fc.asyncProperty(values, async a => {
      const found = await between(a, a);
      expect(found).toMatchObject({ different: 0, outside: 0, nanMismatch: 0, equalBits: true });
      expect(found.maxAbs ?? 0).toBe(0);
    }),
  );
});

test('distances are the same from both sides', async () => {
  await fc.assert(
    fc.asyncProperty(pair, async ([a, b]) => {
      const [there, back] = [await between(a, b), await between(b, a)];
      for (const key of [
        'different',
        'nanMismatch',
        'finitePairs',
        'maxAbs',
        'meanAbs',
        'rmse',
      ] as const)
        expect(back[key]).toBe(there[key]);
      expect(back.firstDifferent).toBe(there.firstDifferent);
    }),
  );
});

test('a way around is no shorter', async () => {
  const triple = fc.tuple(
    ...Array.from({ length: 3 }, () =>
      fc.array(fc.float({ noNaN: true, noDefaultInfinity: true, min: -1000, max: 1000 }), {
        minLength: 8,
        maxLength: 8,
      }),
    ),
  );
  await fc.assert(
    fc.asyncProperty(triple, async ([a, b, c]) => {
      const max = async (x: number[], y: number[]) => (await between(x, y)).maxAbs!;
      expect(await max(a!, c!)).toBeLessThanOrEqual(
        (await max(a!, b!)) + (await max(b!, c!)) + 1e-9,
      );
    }),
  );
});

const plane = (seed: number) => {
  const data = Float64Array.from(
    { length: 16 * 14 },
    (_, i) => ((i * 7919 + seed * 104729) % 1009) / 1009,
  );
  return { width: 16, height: 14, data };
};

test('pictures: nothing between a picture and itself, the same from both sides', () => {
  const [a, b] = [plane(1), plane(2)];
  expect(ssimOf(ssimMap(a, a))).toBeCloseTo(1, 12);
  expect(ssimOf(ssimMap(a, b))).toBeCloseTo(ssimOf(ssimMap(b, a))!, 12);
  const colors = (seed: number): ColorPlanes => [plane(seed), plane(seed + 1), plane(seed + 2)];
  expect(flipOf(flipMap(colors(3), colors(3)))).toBe(0);
  expect(flipOf(flipMap(colors(3), colors(9)))).toBeCloseTo(
    flipOf(flipMap(colors(9), colors(3))),
    12,
  );
  expect(ssimOf({ width: 10, height: 20, data: new Float64Array(200) })).toBeNull();
});
