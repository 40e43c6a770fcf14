import { describe, expect, test } from 'vitest';
import { niceTicks } from '../../../src/core/present/lineGeometry';

describe('ticks of an axis', () => {
  test.each([
    [0, 1, 4, [0, 0.5, 1]],
    [-0.771, 0.918, 4, [-0.5, 0, 0.5]],
    [0, 1999, 4, [0, 500, 1000, 1500]],
    [0.1, 0.4, 4, [0.1, 0.2, 0.3, 0.4]],
    [-3e-9, 5e-9, 4, [-2e-9, 0, 2e-9, 4e-9]],
    [7, 7, 4, [7]],
  ])('from %d to %d are round', (min, max, count, ticks) => {
    expect(niceTicks(min, max, count)).toEqual(ticks);
  });

  test('are whole where a step of one is the least', () => {
    expect(niceTicks(0, 2, 4, 1)).toEqual([0, 1, 2]);
  });
});
