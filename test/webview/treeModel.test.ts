import { expect, test } from 'vitest';
import type { TensorInfo } from '../../src/protocol/engineMethods';
import { RowHeights } from '../../webview/frame/rowHeights';
import { parseFilter } from '../../webview/frame/tensorFilter';
import { groupPaths, treeRows } from '../../webview/frame/treeModel';

function tensor(name: string, byteLength = 4, dtype = 'F32'): TensorInfo {
  return {
    name,
    dtype,
    shape: [byteLength / 4],
    byteLength,
    decodable: true,
    numeric: true,
    classification: { kind: null, evidence: [], because: '', candidates: [] },
  };
}

const layers = Array.from({ length: 12 }, (_, i) => tensor(`model.layers.${i}.weight`));
const tensors = [...layers, tensor('head.bias'), tensor('step')];
const ignoring = { matchCase: false, isRegex: false };
const filter = (text: string) => parseFilter(text, ignoring, []);
const options = { filter: filter(''), sort: 'file', collapsed: new Set<string>() } as const;
const text = (rows: ReturnType<typeof treeRows>) =>
  rows.map(row => `${'-'.repeat(row.level)}${row.label}${row.type === 'group' ? '/' : ''}`);

test('a handful of tensors is listed flat, by full name', () => {
  expect(text(treeRows(tensors.slice(10, 13), options))).toEqual([
    '-model.layers.10.weight',
    '-model.layers.11.weight',
    '-head.bias',
  ]);
});

test('many are folded by their dots, chains and groups of one joined', () => {
  const rows = treeRows(tensors, options);
  expect(text(rows).slice(0, 4)).toEqual([
    '-model.layers/',
    '--0.weight',
    '--1.weight',
    '--2.weight',
  ]);
  expect(text(rows).slice(-2)).toEqual(['-head.bias', '-step']);
  expect(rows[0]).toMatchObject({ count: 12, expanded: true });
});

test('a folded group hides what is under it', () => {
  const rows = treeRows(tensors, { ...options, collapsed: new Set(['model.layers.']) });
  expect(text(rows)).toEqual(['-model.layers/', '-head.bias', '-step']);
});

test('a filter finds words of name, type and shape in any order', () => {
  expect(text(treeRows(tensors, { ...options, filter: filter('WEIGHT layers.3') }))).toEqual([
    '-model.layers.3.weight',
  ]);
  expect(treeRows(tensors, { ...options, filter: filter('i64') })).toEqual([]);
});

test('names sort by number where they hold one', () => {
  const rows = treeRows(tensors, { ...options, sort: 'name' });
  const labels = rows.filter(row => row.level === 2).map(row => row.label);
  expect(labels).toEqual(Array.from({ length: 12 }, (_, i) => `${i}.weight`));
});

test('the largest come first when sorted by size', () => {
  const sizes = [tensor('a', 8), tensor('b', 400), tensor('c', 40)];
  expect(text(treeRows(sizes, { ...options, sort: 'size' }))).toEqual(['-b', '-c', '-a']);
});

test('thirty thousand tensors become a tree that names each once', () => {
  const many = Array.from({ length: 30_000 }, (_, i) => tensor(`a.${i % 400}.${i}.weight`));
  const rows = treeRows(many, options);
  const indices = new Set(rows.flatMap(row => (row.type === 'tensor' ? [row.index] : [])));
  expect(indices.size).toBe(30_000);
});

test('rows of two heights are found by their place', () => {
  const heights = new RowHeights([22, 38, 38, 22]);
  expect(heights.total).toBe(120);
  expect([0, 21, 22, 59, 60, 97, 98, 500].map(y => heights.rowAt(y))).toEqual([
    0, 0, 1, 1, 2, 2, 3, 3,
  ]);
  expect(heights.topOf(3)).toBe(98);
  expect(new RowHeights([]).rowAt(10)).toBe(0);
});

test('everything can be folded at once: what is left are the outer groups', () => {
  const collapsed = new Set(groupPaths(tensors, options));
  const rows = treeRows(tensors, { ...options, collapsed });
  expect(rows.every(row => row.level === 1)).toBe(true);
  expect(rows.some(row => row.type === 'group' && !row.expanded)).toBe(true);
});
