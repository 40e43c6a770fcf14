import { expect, test } from 'vitest';
import {
  looksInverted,
  type MaskOverlay,
  maskCoverage,
  maskValue,
  overlayCover,
} from '../../../src/core/render/maskOverlay';

function overlay(
  width: number,
  values: readonly number[],
  patch: Partial<MaskOverlay> = {},
): MaskOverlay {
  const height = values.length / width;
  return {
    picture: {
      width,
      height,
      channelCount: 1,
      data: new Float32Array(values),
      region: { x: 0, y: 0, width, height },
      exact: true,
      ranges: [{ min: 0, max: 1 }],
      nanCount: 0,
      infCount: 0,
    },
    color: [255, 0, 0],
    opacity: 1,
    inverted: false,
    threshold: null,
    style: 'fill',
    ...patch,
  };
}

const covers = (mask: MaskOverlay, width = mask.picture.width, height = mask.picture.height) => {
  const cover = overlayCover(mask, width, height);
  return Array.from({ length: height }, (_, y) =>
    Array.from({ length: width }, (_, x) => cover(x, y)),
  );
};

test.each([
  ['as it is', {}, 0.25],
  ['inverted', { inverted: true }, 0.75],
  ['above a threshold', { threshold: 0.2 }, 1],
  ['at the threshold itself, which is not above', { threshold: 0.25 }, 0],
  ['inverted before the threshold', { inverted: true, threshold: 0.5 }, 1],
] as const)('a value counts %s', (_, patch, wanted) => {
  expect(maskValue(0.25, overlay(1, [0], patch))).toBe(wanted);
});

test('values outside 0..1 are clamped and NaN selects nothing', () => {
  const mask = overlay(1, [0]);
  expect([maskValue(-3, mask), maskValue(9, mask), maskValue(Number.NaN, mask)]).toEqual([0, 1, 0]);
});

test('coverage is the mean of what is selected', () => {
  expect(maskCoverage(overlay(2, [0, 0.5, 0.5, 1]))).toBe(0.5);
  expect(maskCoverage(overlay(2, [0, 0.5, 0.6, 1], { threshold: 0.5 }))).toBe(0.5);
  expect(maskCoverage(overlay(2, [0, 0, 0, 1], { inverted: true }))).toBe(0.75);
});

test('an outline is the inner edge, and the border of the picture is none', () => {
  const square = [0, 0, 0, 0, 0, 0, 1, 1, 1, 0, 0, 1, 1, 1, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0];
  expect(covers(overlay(5, square, { style: 'outline' }))).toEqual([
    [0, 0, 0, 0, 0],
    [0, 1, 1, 1, 0],
    [0, 1, 0, 1, 0],
    [0, 1, 1, 1, 0],
    [0, 0, 0, 0, 0],
  ]);
  const whole = Array.from({ length: 4 }, () => 1);
  expect(covers(overlay(2, whole, { style: 'outline' })).flat()).toEqual([0, 0, 0, 0]);
});

test('fill and outline together keep the edge solid', () => {
  const mask = overlay(3, [0, 1, 1], { style: 'both', opacity: 0.25 });
  expect(covers(mask)).toEqual([[0, 1, 0.25]]);
});

test('a mask of another size is stretched by nearest pixels', () => {
  expect(covers(overlay(2, [0, 1]), 4, 2)).toEqual([
    [0, 0, 1, 1],
    [0, 0, 1, 1],
  ]);
});

/** A mask of 16 x 12 with one value on its border and another in a box amid it. */
function framed(border: number, amid: number, box: number) {
  const middle = (at: number, size: number) => Math.abs(at + 0.5 - size / 2) < box / 2;
  const values = Array.from({ length: 192 }, (_, i) =>
    middle(i % 16, 16) && middle(Math.floor(i / 16), 12) ? amid : border,
  );
  return overlay(16, values).picture;
}

test.each([
  ['selects all but a part amid it', framed(1, 0, 4), true],
  ['selects a part amid it', framed(0, 1, 4), false],
  ['selects everything', framed(1, 1, 4), false],
  ['selects a thin border', framed(1, 0, 10), false],
  ['selects most of it, but not its border', framed(0, 1, 11), false],
  ['is read from samples', { ...framed(1, 0, 4), sampled: true }, false],
])('a mask that %s', (_, picture, isInverted) => {
  expect(looksInverted(picture)).toBe(isInverted);
});
