import { schemeTableau10 } from 'd3-scale-chromatic';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { colormapTable, LABEL_RANGE } from '../../../src/core/render/colormaps';
import type { MaskOverlay } from '../../../src/core/render/maskOverlay';
import { NOT_FINITE_COLORS, type PaintOptions, paint } from '../../../src/core/render/paint';
import type { Picture } from '../../../src/core/render/picture';

const UNIT = { min: 0, max: 1 };
const PLAIN: PaintOptions = {
  channels: [0],
  ranges: [UNIT],
  scale: 'linear',
  exposure: 0,
  gamma: 1,
  colormap: 'gray',
  inverted: false,
  notFinite: NOT_FINITE_COLORS,
};

function picture(width: number, height: number, channels: readonly (readonly number[])[]): Picture {
  return {
    width,
    height,
    channelCount: channels.length,
    data: new Float32Array(channels.flat()),
    region: { x: 0, y: 0, width, height },
    exact: true,
    ranges: channels.map(() => UNIT),
    nanCount: 0,
    infCount: 0,
  };
}

const row = (...values: number[]) => picture(values.length, 1, [values]);
const grays = (painted: Uint8ClampedArray) => [...painted].filter((_, i) => i % 4 === 0);

test('0..1 becomes 0..255, clipped outside', () => {
  const painted = paint(row(-0.5, 0, 0.25, 0.5, 1, 7), PLAIN);
  expect(grays(painted)).toEqual([0, 0, 64, 128, 255, 255]);
});

test('every 8-bit value k / 255 comes back as k', () => {
  const values = Array.from({ length: 256 }, (_, k) => Math.fround(k / 255));
  const color = picture(256, 1, [values, values, values]);
  const options = { ...PLAIN, channels: [0, 1, 2] };
  expect(grays(paint(color, options))).toEqual(values.map((_, k) => k));
});

test('a range of one value is painted in the middle, what lies beside it at the ends', () => {
  const options = { ...PLAIN, ranges: [{ min: 3, max: 3 }] };
  expect(grays(paint(row(2, 3, 4), options))).toEqual([0, 128, 255]);
});

test('exposure doubles per stop, gamma bends by its inverse', () => {
  expect(grays(paint(row(0.25), { ...PLAIN, exposure: 1 }))).toEqual([128]);
  expect(grays(paint(row(0.5), { ...PLAIN, exposure: -1 }))).toEqual([64]);
  expect(grays(paint(row(0.25), { ...PLAIN, gamma: 2 }))).toEqual([128]);
});

test('log spreads decades evenly and puts what is not positive at the bottom', () => {
  const options = { ...PLAIN, scale: 'log', ranges: [{ min: 1, max: 10000 }] } as const;
  expect(grays(paint(row(-5, 0, 1, 100, 10000), options))).toEqual([0, 0, 0, 128, 255]);
});

// The linear part ends at a thousandth of 100: log2(1 + 1 / 0.1) / log2(1 + 100 / 0.1) = 0.347 of the half.
test('symlog is odd around zero', () => {
  const options = { ...PLAIN, scale: 'symlog', ranges: [{ min: -100, max: 100 }] } as const;
  const [low, middle, high] = grays(paint(row(-1, 0, 1), options));
  expect(middle).toBe(128);
  expect(255 - low!).toBe(high);
  expect(high!).toBe(172);
});

test('NaN, +Inf and -Inf have their own colours in every colormap and mode', () => {
  const values = [Number.NaN, Infinity, -Infinity];
  const wanted = [255, 0, 255, 255, 255, 255, 0, 255, 0, 255, 255, 255];
  expect([...paint(row(...values), { ...PLAIN, colormap: 'turbo' })]).toEqual(wanted);
  const color = picture(3, 1, [[0.5, 0.5, 0.5], values, [0.5, 0.5, 0.5]]);
  expect([...paint(color, { ...PLAIN, channels: [0, 1, 2] })]).toEqual(wanted);
});

test('among channels NaN wins over Inf, and +Inf over -Inf', () => {
  const color = picture(2, 1, [
    [Infinity, -Infinity],
    [Number.NaN, Infinity],
    [0, 0],
  ]);
  const painted = paint(color, { ...PLAIN, channels: [0, 1, 2] });
  expect([...painted.subarray(0, 3)]).toEqual([...NOT_FINITE_COLORS.nan]);
  expect([...painted.subarray(4, 7)]).toEqual([...NOT_FINITE_COLORS.posInf]);
});

test('colours between table entries are blended', () => {
  const table = colormapTable('viridis', false);
  const [red] = paint(row(100.5 / 255), { ...PLAIN, colormap: 'viridis' });
  const between = (table[100 * 4]! + table[101 * 4]!) / 2;
  expect(Math.abs(red! - between)).toBeLessThanOrEqual(1);
});

test('channels are mixed, swapped and isolated by their order', () => {
  const color = picture(1, 1, [[0.2], [0.4], [0.6], [0.8]]);
  expect([...paint(color, { ...PLAIN, channels: [2, 1, 0] })]).toEqual([153, 102, 51, 255]);
  expect([...paint(color, { ...PLAIN, channels: [0, 1, 2, 3] })]).toEqual([51, 102, 153, 204]);
  expect([...paint(color, { ...PLAIN, channels: [1] })]).toEqual([102, 102, 102, 255]);
});

test('each channel may have a range of its own; alpha never takes one', () => {
  const color = picture(1, 1, [[5], [5], [5], [0.5]]);
  const ranges = [UNIT, { min: 0, max: 10 }, { min: 5, max: 10 }, { min: 0, max: 100 }];
  const painted = paint(color, { ...PLAIN, channels: [0, 1, 2, 3], ranges });
  expect([...painted]).toEqual([255, 128, 0, 128]);
});

test('a channel that is not there is refused', () => {
  expect(() => paint(row(1), { ...PLAIN, channels: [1] })).toThrow(/has 1 channels/);
});

const overlay = (values: readonly number[], patch: Partial<MaskOverlay> = {}): MaskOverlay => ({
  picture: row(...values),
  color: [255, 0, 0],
  opacity: 0.5,
  inverted: false,
  threshold: null,
  style: 'fill',
  ...patch,
});

test('a mask lays its colour on by value and opacity', () => {
  const painted = paint(row(0, 0, 0), { ...PLAIN, mask: overlay([0, 0.5, 1]) });
  expect(grays(painted)).toEqual([0, 64, 128]);
});

test('a mask over transparency makes it opaque by as much', () => {
  const clear = picture(1, 1, [[0], [0], [0], [0]]);
  const options = { ...PLAIN, channels: [0, 1, 2, 3], mask: overlay([1]) };
  expect([...paint(clear, options)]).toEqual([255, 0, 0, 128]);
});

test('whatever the finite values and the range, every pixel is opaque and never a mark', () => {
  const finite = fc.float({ noNaN: true, noDefaultInfinity: true });
  fc.assert(
    fc.property(
      fc.array(finite, { minLength: 1, maxLength: 8 }),
      finite,
      finite,
      fc.constantFrom('linear' as const, 'log' as const, 'symlog' as const),
      (values, a, b, scale) => {
        const ranges = [{ min: Math.min(a, b), max: Math.max(a, b) }];
        const painted = paint(row(...values), { ...PLAIN, ranges, scale, colormap: 'magma' });
        for (let i = 0; i < painted.length; i += 4) {
          expect(painted[i + 3]).toBe(255);
          expect([...painted.subarray(i, i + 3)]).not.toEqual([...NOT_FINITE_COLORS.nan]);
        }
      },
    ),
    { seed: 7, numRuns: 200 },
  );
});

test('a larger value is never painted darker', () => {
  fc.assert(
    fc.property(
      fc.float({ noNaN: true, noDefaultInfinity: true, min: -1000, max: 1000 }),
      fc.float({ noNaN: true, noDefaultInfinity: true, min: -1000, max: 1000 }),
      fc.constantFrom('linear' as const, 'log' as const, 'symlog' as const),
      (a, b, scale) => {
        const options = { ...PLAIN, scale, ranges: [{ min: -500, max: 500 }] };
        const [low, high] = grays(paint(row(Math.min(a, b), Math.max(a, b)), options));
        expect(high!).toBeGreaterThanOrEqual(low!);
      },
    ),
    { seed: 11, numRuns: 300 },
  );
});

test('each label has the colour of its number, ten and then again', () => {
  const values = Array.from({ length: 60 }, (_, label) => label);
  const options = { ...PLAIN, colormap: 'labels' as const, ranges: [LABEL_RANGE] };
  const painted = paint(row(...values), options);
  const colorAt = (at: number) =>
    `#${Buffer.from(painted.slice(at * 4, at * 4 + 3)).toString('hex')}`;
  expect(values.map(colorAt)).toEqual(values.map(label => schemeTableau10[label % 10]));
});
