import { expect, test } from 'vitest';
import { isSameJson } from '../../src/session/sameJson';
import { folderOfPath, nameOfPath } from '../../src/session/uri';

test.each([
  ['/a/b.npy', 'b.npy', '/a'],
  ['C:\\a\\b.npy', 'b.npy', 'C:\\a'],
  ['b.npy', 'b.npy', 'b.npy'],
])('the name and the folder of %s', (path, name, folder) => {
  expect(nameOfPath(path)).toBe(name);
  expect(folderOfPath(path)).toBe(folder);
});

test('plain data is the same whatever the order of its keys', () => {
  expect(isSameJson({ a: [1, { b: null }], c: 'x' }, { c: 'x', a: [1, { b: null }] })).toBe(true);
  for (const other of [{ a: 1 }, { a: 1, b: undefined }, { b: 1, c: 2 }, [1, 2], null, 'x'])
    expect(isSameJson({ a: 1, b: 2 }, other)).toBe(false);
  expect(isSameJson([1, 2], [2, 1])).toBe(false);
  expect(isSameJson([], {})).toBe(false);
});
