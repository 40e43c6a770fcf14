import { expect, test } from 'vitest';
import {
  COLORMAP_GROUPS,
  COLORMAP_LIST,
  colormapTable,
  isColormapId,
  LUT_SIZE,
} from '../../../src/core/render/colormaps';
import { parseRgb } from '../../../src/core/render/parseRgb';

const rgb = (table: Uint8Array, i: number) => [...table.subarray(i * 4, i * 4 + 3)];
const luminance = ([r, g, b]: number[]) => 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;

test('there are at least 24 colormaps, in known groups, each with its own title', () => {
  expect(COLORMAP_LIST.length).toBeGreaterThanOrEqual(24);
  expect(new Set(COLORMAP_LIST.map(map => map.title)).size).toBe(COLORMAP_LIST.length);
  for (const { group } of COLORMAP_LIST) expect(COLORMAP_GROUPS).toContain(group);
});

// Ends and middle as matplotlib has them (viridis, magma, plasma, inferno: the same published tables).
test.each([
  ['gray', [0, 0, 0], [255, 255, 255]],
  ['viridis', [68, 1, 84], [253, 231, 37]],
  ['magma', [0, 0, 4], [252, 253, 191]],
  ['inferno', [0, 0, 4], [252, 255, 164]],
  ['plasma', [13, 8, 135], [240, 249, 33]],
] as const)('%s runs between its published ends', (id, first, last) => {
  const table = colormapTable(id, false);
  expect(rgb(table, 0)).toEqual(first);
  expect(rgb(table, LUT_SIZE - 1)).toEqual(last);
});

test.each(COLORMAP_LIST.map(map => map.id))('%s inverted is itself backwards', id => {
  const plain = colormapTable(id, false);
  const inverted = colormapTable(id, true);
  for (let i = 0; i < LUT_SIZE; i++) {
    expect(rgb(inverted, i)).toEqual(rgb(plain, LUT_SIZE - 1 - i));
  }
  expect(plain.filter((_, i) => i % 4 === 3).every(alpha => alpha === 255)).toBe(true);
});

test.each(COLORMAP_LIST.filter(map => map.group === 'single').map(map => map.id))(
  '%s grows brighter with the value',
  id => {
    const table = colormapTable(id, false);
    expect(luminance(rgb(table, 255))).toBeGreaterThan(luminance(rgb(table, 128)));
    expect(luminance(rgb(table, 128))).toBeGreaterThan(luminance(rgb(table, 0)));
  },
);

test('diverging colormaps are lightest in the middle, and red blue is red above', () => {
  for (const { id } of COLORMAP_LIST.filter(map => map.group === 'diverging')) {
    const table = colormapTable(id, false);
    expect(luminance(rgb(table, 128))).toBeGreaterThan(luminance(rgb(table, 0)));
    expect(luminance(rgb(table, 128))).toBeGreaterThan(luminance(rgb(table, 255)));
  }
  const [r, , b] = rgb(colormapTable('rdbu', false), 240);
  expect(r!).toBeGreaterThan(b!);
});

test('names of colormaps are told from other words', () => {
  expect(isColormapId('viridis')).toBe(true);
  expect(isColormapId('constructor')).toBe(false);
});

test('colours are read in both spellings and refused in any other', () => {
  expect(parseRgb('#ff8000')).toEqual([255, 128, 0]);
  expect(parseRgb('rgb(1, 2, 300)')).toEqual([1, 2, 255]);
  expect(() => parseRgb('red')).toThrow(RangeError);
});
