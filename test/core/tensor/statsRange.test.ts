import { expect, test } from 'vitest';
import { addTo, sumOf } from '../../../src/core/tensor/compensatedSum';
import {
  centreOf,
  emptyRangeSums,
  finiteCount,
  mergeRangeSums,
  type RangeSums,
} from '../../../src/core/tensor/statsRange';

function part(values: Partial<Omit<RangeSums, 'sum'>>, sum = 0): RangeSums {
  const extent = Object.assign(emptyRangeSums(), values);
  addTo(extent.sum, sum);
  return extent;
}

test('the first value that is not finite is counted from the start of all parts', () => {
  const total = part({ count: 10, min: 1, max: 2 }, 15);
  mergeRangeSums(total, part({ count: 5, nan: 1, firstNotFinite: 3, min: -1, max: 1 }, 2));
  expect(total.firstNotFinite).toBe(13);
  mergeRangeSums(total, part({ count: 5, posInf: 1, firstNotFinite: 0, min: 0, max: 9 }, 20));
  expect(total.firstNotFinite).toBe(13);
  expect(total).toMatchObject({ count: 20, nan: 1, posInf: 1, negInf: 0, min: -1, max: 9 });
  expect(sumOf(total.sum)).toBe(37);
  expect(finiteCount(total)).toBe(18);
  expect(centreOf(total)).toBe(37 / 18);
});

test('every tally of a part is added', () => {
  const total = part({ count: 1, nan: 2, posInf: 3, negInf: 4, zeros: 5, below0: 6, above1: 7 });
  mergeRangeSums(total, total);
  expect(total).toMatchObject({ count: 2, nan: 4, posInf: 6, negInf: 8 });
  expect(total).toMatchObject({ zeros: 10, below0: 12, above1: 14 });
});

test('where the sum overflows, the centre is the middle', () => {
  const total = part({ count: 2, min: 1e308, max: 1.5e308 }, 1e308);
  addTo(total.sum, 1.5e308);
  expect(centreOf(total)).toBe(1.25e308);
});
