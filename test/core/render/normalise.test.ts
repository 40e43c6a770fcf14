import { expect, test } from 'vitest';
import {
  percentileRange,
  symmetricRange,
  toneCurve,
  toneValue,
  typeRange,
  unionRange,
} from '../../../src/core/render/normalise';

const TONE = { scale: 'linear', exposure: 0, gamma: 1 } as const;

test('a symmetric range reaches as far below zero as above', () => {
  expect(symmetricRange({ min: -1, max: 3 })).toEqual({ min: -3, max: 3 });
  expect(symmetricRange({ min: -4, max: 3 })).toEqual({ min: -4, max: 4 });
});

test('a union passes over what has no finite value', () => {
  expect(unionRange([null, { min: 1, max: 2 }, null, { min: -1, max: 0 }])).toEqual({
    min: -1,
    max: 2,
  });
  expect(unionRange([null])).toBeNull();
});

// numpy.percentile(arange(101), [1, 99]) is [1, 99]; NaN and Inf take no part.
test('percentiles leave out the ends and what is not finite', () => {
  const values = Float32Array.from({ length: 103 }, (_, i) => (i < 101 ? i : Number.NaN));
  values[102] = Infinity;
  expect(percentileRange(values, 0.01, 0.99)).toEqual({ min: 1, max: 99 });
  expect(percentileRange(Float32Array.of(Number.NaN), 0.01, 0.99)).toBeNull();
});

test.each([
  ['U8', 0, 255],
  ['I8', -128, 127],
  ['I16', -32768, 32767],
  ['BOOL', 0, 1],
  ['F32', 0, 1],
])('%s holds %d to %d', (dtype, min, max) => {
  expect(typeRange(dtype)).toEqual({ min, max });
});

test('a log window with no positive bottom starts a million times below its top', () => {
  const curve = toneCurve({ min: 0, max: 1 }, { ...TONE, scale: 'log' });
  expect(toneValue(1e-6, curve)).toBeCloseTo(0, 6);
  expect(toneValue(1e-3, curve)).toBeCloseTo(0.5, 6);
  expect(toneValue(1, curve)).toBe(1);
});

test('a log window with nothing positive at all still paints', () => {
  const curve = toneCurve({ min: -5, max: -1 }, { ...TONE, scale: 'log' });
  expect(toneValue(-2, curve)).toBe(0);
});

test.each([0.1, 0.45, 2.2, 4])('gamma %d is a power, to a thousandth of a level of 255', gamma => {
  const curve = toneCurve({ min: 0, max: 1 }, { ...TONE, gamma });
  for (const value of [1e-6, 1 / 2048, 1 / 1024, 0.01, 0.123456, 0.5, 0.999])
    expect(Math.abs(toneValue(value, curve) - value ** (1 / gamma))).toBeLessThan(0.001 / 255);
});

test.each([0.45, 2.2])(
  'with gamma %d the ends of the range and all beyond them are 0 and 1',
  gamma => {
    const curve = toneCurve({ min: -2, max: 3 }, { ...TONE, gamma });
    const justBelow = 3 - 2 ** -51;
    expect([-9, -2, 3, 9].map(value => toneValue(value, curve))).toEqual([0, 0, 1, 1]);
    expect(toneValue(justBelow, curve)).toBeCloseTo(1, 9);
  },
);

test('exposure doubles what a value gives, up to 1', () => {
  const curve = toneCurve({ min: 0, max: 1 }, { ...TONE, exposure: 1 });
  expect([0.125, 0.25, 0.5, 0.75].map(value => toneValue(value, curve))).toEqual([0.25, 0.5, 1, 1]);
});

test('a range of one value maps it to the middle', () => {
  expect(toneValue(7, toneCurve({ min: 7, max: 7 }, TONE))).toBe(0.5);
});
