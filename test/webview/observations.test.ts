import { expect, test } from 'vitest';
import { computeStats } from '../../src/core/tensor/statsCompute';
import { observations } from '../../webview/views/statistics/observations';
import { floatsOf, tensorOf } from '../support/conversions';

/** Sums of uniform numbers, which come close to the normal distribution. */
function noise(count: number): number[] {
  let state = 5;
  const next = () => {
    state = (Math.imul(1664525, state) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  return Array.from({ length: count }, () => {
    let sum = -6;
    for (let i = 0; i < 12; i++) sum += next();
    return sum;
  });
}

async function said(values: readonly number[]): Promise<string> {
  const stats = await computeStats(floatsOf('x', [values.length], values), undefined, 128);
  return observations(stats).join(' ');
}

const ramp = (count: number, from: number, to: number) =>
  Array.from({ length: count }, (_, i) => from + ((to - from) * i) / (count - 1));

test.each([
  ['a picture', ramp(1000, 0, 1), ['from 0 to 1, as those of an IMAGE'], ['hard mask', 'noise']],
  ['levels', ramp(1000, 0, 255), ['from 0 to 255, as levels of 8 bits'], ['0 to 1']],
  ['a signed picture', ramp(1000, -1, 1), ['from -1 to 1'], ['noise', 'of an IMAGE']],
  ['noise', noise(4000), ['standard normal noise'], ['from -1 to 1', 'a few reach']],
  ['a hard mask', [...Array(300).fill(0), ...Array(100).fill(1)], ['hard mask', '75.0 %'], []],
  ['a constant', Array(50).fill(0.5), ['Every value is 0.5.'], ['98 %', 'are 0']],
  ['far outliers', [...ramp(999, 1, 2), 5000], ['98 % of the values', 'to 5000'], ['8 bits']],
  ['NaN', [1, 2, Number.NaN, 4], ['25.0 % of the values are NaN', 'first is at [2]'], []],
  ['only NaN', [Number.NaN, Number.NaN], ['Every value is NaN.'], ['first']],
  ['nothing', [], [], ['value']],
])('%s is told in words', async (_, values, some, none) => {
  const text = await said(values);
  for (const part of some) expect(text).toContain(part);
  for (const part of none) expect(text).not.toContain(part);
});

test('integers too wide for a double say no more than they hold', async () => {
  const bytes = new Uint8Array(new BigInt64Array([2n ** 62n + 1n, 0n]).buffer);
  const wide = tensorOf('x', 'I64', [2], bytes);
  expect(observations(await computeStats(wide, undefined, 128))).toEqual([]);
});
