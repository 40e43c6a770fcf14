import { expect, test } from 'vitest';
import {
  cellAt,
  cursorAt,
  parsePlace,
  rangeBetween,
  rangeOf,
  regionOf,
} from '../../webview/views/table/selection';

const PLANE = { tensor: 0, shape: [2, 48, 64, 3], rows: 1, columns: 2, index: [1, 0, 0, 2] };
const VECTOR = { tensor: 0, shape: [100], rows: 0, columns: null, index: [0] };

test.each([
  ['5, 7', { cell: [5, 7], index: [1, 5, 7, 2] }],
  ['[0, 5, 7, 1]', { cell: [5, 7], index: [0, 5, 7, 1] }],
  ['0 47 63 0', { cell: [47, 63], index: [0, 47, 63, 0] }],
  ['48, 0', null],
  ['2, 0, 0, 0', null],
  ['5', null],
  ['5, -7', null],
  ['5, 7 rows', null],
  ['', null],
])('the place "%s" of an image', (text, place) => {
  expect(parsePlace(text, PLANE)).toEqual(place);
});

test('the place of a vector is one number', () => {
  expect(parsePlace('99', VECTOR)).toEqual({ cell: [99, 0], index: [99] });
  expect(parsePlace('100', VECTOR)).toBeNull();
});

test('the cursor of a picture is the cell of a table, and back', () => {
  expect(cellAt(PLANE, [63, 12])).toEqual([12, 63]);
  expect(cursorAt(PLANE, [12, 63])).toEqual([63, 12]);
  expect(cellAt(VECTOR, [41, 0])).toEqual([41, 0]);
  expect(cursorAt(VECTOR, [41, 0])).toEqual([41, 0]);
  // The axes shown may be others than the cursor's.
  expect(cellAt(PLANE, [640, 480])).toEqual([47, 63]);
  expect(cellAt(PLANE, null)).toEqual([0, 0]);
});

test('cells selected are a region of the picture, and back', () => {
  const range = rangeBetween([9, 3], [7, 5]);
  expect(range).toEqual({ row: 7, column: 3, rowCount: 3, columnCount: 3 });
  const region = regionOf(PLANE, range);
  expect(region).toEqual({ x: 3, y: 7, width: 3, height: 3 });
  expect(rangeOf(PLANE, region)).toEqual(range);
  const down = rangeBetween([9, 0], [4, 0]);
  expect(rangeOf(VECTOR, regionOf(VECTOR, down))).toEqual(down);
  expect(rangeOf(PLANE, { x: 60, y: 40, width: 9, height: 9 })).toMatchObject({ columnCount: 4 });
  expect(rangeOf(PLANE, { x: 64, y: 0, width: 1, height: 1 })).toBeNull();
});
