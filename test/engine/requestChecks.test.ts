import { expect, test } from 'vitest';
import { checkRanges } from '../../src/engine/requestChecks';
import { tensorOf } from '../support/conversions';

const tensor = tensorOf('x', 'U8', [5], new Uint8Array(5));
const check = (start: number, count: number, step: number, most?: number) => () =>
  checkRanges(tensor, [{ start, count, step }], most);

test('a slice reaches the last value and not beyond', () => {
  expect(check(0, 5, 1)).not.toThrow();
  expect(check(0, 3, 2)).not.toThrow();
  expect(check(5, 0, 1)).not.toThrow();
  for (const slice of [check(0, 6, 1), check(1, 3, 2), check(5, 1, 1)])
    expect(slice).toThrow('whose size there is 5');
});

test('what is no whole step forward is refused, and so is a wrong number of ranges', () => {
  for (const slice of [check(0, 1, 0), check(-1, 1, 1), check(0, 1.5, 1), check(0, 1, Number.NaN)])
    expect(slice).toThrow('leaves "x"');
  expect(() => checkRanges(tensor, [])).toThrow('needs 1 ranges');
});

test('as many values as are allowed are given, not one more', () => {
  expect(check(0, 4, 1, 4)).not.toThrow();
  expect(check(0, 5, 1, 4)).toThrow('at most 4');
});
