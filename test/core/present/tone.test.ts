import { describe, expect, test } from 'vitest';
import {
  DEFAULT_TONE,
  FULL_GRAY,
  isSigned,
  paintOptions,
  rangeModeOf,
  reductionOf,
  type ToneDefaults,
  type ToneSettings,
  UNIT_GRAY,
} from '../../../src/core/present/tone';
import type { Picture, ValueRange } from '../../../src/core/render/picture';

const AUTO: ToneDefaults = { rangeMode: 'signedAware', colormap: 'auto' };
const EDITOR = { defaultColormap: 'magma' };

function picture(...ranges: (ValueRange | null)[]): Picture {
  return {
    width: 1,
    height: 1,
    channelCount: ranges.length,
    data: new Float32Array(ranges.length),
    region: { x: 0, y: 0, width: 1, height: 1 },
    exact: true,
    ranges,
    nanCount: 0,
    infCount: 0,
  };
}

describe('the range', () => {
  test.each<[string, Partial<ToneSettings>, ToneDefaults, boolean, string]>([
    ['as the user chose it', { rangeMode: 'type', colormap: 'labels' }, UNIT_GRAY, true, 'type'],
    ['of labels, where the user chose none', { colormap: 'labels' }, FULL_GRAY, false, 'manual'],
    ['of the view', {}, UNIT_GRAY, true, 'unit'],
    ['of the view under another colormap', { colormap: 'viridis' }, FULL_GRAY, false, 'full'],
    ['about zero, of both signs', {}, AUTO, true, 'symmetric'],
    ['of all, of one sign', {}, AUTO, false, 'full'],
  ])('is %s', (_, tone, defaults, signed, mode) => {
    expect(rangeModeOf({ ...DEFAULT_TONE, ...tone }, defaults, signed)).toBe(mode);
  });
});

test.each([
  [[{ min: -1, max: 1 }], true],
  [[{ min: 0, max: 1 }], false],
  [[{ min: -1, max: 0 }], false],
  // A twentieth of the other side is noise.
  [[{ min: -0.05, max: 1 }], false],
  [[{ min: -0.06, max: 1 }], true],
  [[{ min: -1, max: 0.06 }], true],
  [
    [
      { min: -3, max: -2 },
      { min: 2, max: 3 },
    ],
    true,
  ],
  [[null], false],
] as const)('%j has both signs: %s', (ranges, signed) => {
  const of = picture(...ranges);
  expect(isSigned(of, [...ranges.keys()])).toBe(signed);
});

test.each([
  [AUTO, {}, { min: -1, max: 2 }, 'rdbu', { min: -2, max: 2 }],
  [AUTO, {}, { min: 1, max: 2 }, 'magma', { min: 1, max: 2 }],
  [FULL_GRAY, {}, { min: -1, max: 2 }, 'gray', { min: -1, max: 2 }],
  [UNIT_GRAY, {}, { min: -1, max: 2 }, 'gray', { min: 0, max: 1 }],
  [AUTO, { colormap: 'plasma' }, { min: -1, max: 2 }, 'plasma', { min: -2, max: 2 }],
] as const)('%j with %j over %j: %s', (defaults, tone, range, colormap, shown) => {
  const settings = { ...DEFAULT_TONE, ...tone };
  const options = paintOptions(picture(range), [0], { dtype: 'F32' }, settings, EDITOR, defaults);
  expect(options).toMatchObject({
    colormap,
    ranges: [shown],
    scale: 'linear',
    exposure: 0,
    gamma: 1,
    inverted: false,
  });
});

test.each([
  ['labels', 'mean', 'nearest'],
  ['labels', 'max', 'max'],
  ['gray', 'mean', 'mean'],
  [null, 'mean', 'mean'],
] as const)('under %s a reduction by %s is by %s', (colormap, asked, done) => {
  expect(reductionOf({ colormap }, asked)).toBe(done);
});
