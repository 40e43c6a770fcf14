import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  contains,
  elementAt,
  fitZoom,
  panBy,
  pointOf,
  snapRegion,
  visibleRegion,
  zoomAt,
} from '../../webview/canvas/viewport';

const VIEW = { width: 800, height: 600 };
const PLANE = { width: 1000, height: 500 };

test('a fitted plane lies whole and in the middle', () => {
  const zoom = fitZoom(PLANE, VIEW);
  expect(visibleRegion(zoom, PLANE, VIEW)).toEqual({ x: 0, y: 0, ...PLANE });
  const [left, top] = pointOf(zoom, 0, 0, VIEW);
  const [right, bottom] = pointOf(zoom, PLANE.width, PLANE.height, VIEW);
  expect(left).toBeCloseTo(VIEW.width - right);
  expect(top).toBeCloseTo(VIEW.height - bottom);
  expect(left).toBeGreaterThan(0);
});

test('a tiny plane is not blown up without end', () => {
  expect(fitZoom({ width: 2, height: 2 }, VIEW).scale).toBe(64);
});

test('zooming keeps the element under the pointer where it is', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.2, max: 5, noNaN: true }),
      fc.integer({ min: 0, max: 800 }),
      fc.integer({ min: 0, max: 600 }),
      (factor, x, y) => {
        const before = fitZoom(PLANE, VIEW);
        const after = zoomAt(before, factor, x, y, VIEW);
        const [ex, ey] = elementAt(before, x, y, VIEW);
        const [ax, ay] = elementAt(after, x, y, VIEW);
        expect(ax).toBeCloseTo(ex, 6);
        expect(ay).toBeCloseTo(ey, 6);
      },
    ),
    { seed: 3, numRuns: 100 },
  );
});

test('panning moves by screen pixels and never loses the plane', () => {
  const zoom = { centerX: 500, centerY: 250, scale: 2 };
  expect(panBy(zoom, -20, 10, PLANE)).toEqual({ centerX: 510, centerY: 245, scale: 2 });
  expect(panBy(zoom, 1e9, -1e9, PLANE)).toEqual({ centerX: 0, centerY: 500, scale: 2 });
});

test('the region in sight is cut to the plane, and a margin widens it', () => {
  const zoom = { centerX: 0, centerY: 0, scale: 10 };
  expect(visibleRegion(zoom, PLANE, VIEW)).toEqual({ x: 0, y: 0, width: 40, height: 30 });
  const wide = visibleRegion(zoom, PLANE, VIEW, 0.5);
  expect(wide).toEqual({ x: 0, y: 0, width: 80, height: 60 });
  expect(contains(wide, visibleRegion(zoom, PLANE, VIEW))).toBe(true);
  expect(contains(visibleRegion(zoom, PLANE, VIEW), wide)).toBe(false);
});

test('a snapped region holds the region, at most half as much again on each side, and stays on the plane', () => {
  const size = { width: 5000, height: 3000 };
  const span = (most: number) =>
    fc.tuple(fc.nat(most - 1), fc.integer({ min: 1, max: most })).map(([start, length]) => ({
      start,
      length: Math.min(length, most - start),
    }));
  fc.assert(
    fc.property(span(size.width), span(size.height), (across, down) => {
      const region = { x: across.start, y: down.start, width: across.length, height: down.length };
      const snapped = snapRegion(region, size);
      expect(contains(snapped, region)).toBe(true);
      expect(contains({ x: 0, y: 0, ...size }, snapped)).toBe(true);
      expect(snapped.width).toBeLessThanOrEqual(region.width * 1.5 + 2);
      expect(snapped.height).toBeLessThanOrEqual(region.height * 1.5 + 2);
    }),
  );
});

test('nearly the same region snaps to the same', () => {
  const size = { width: 50_000, height: 50_000 };
  const at = (x: number) => snapRegion({ x, y: 700, width: 1200, height: 900 }, size);
  expect(at(10_310)).toEqual(at(10_255));
  expect(at(10_310)).not.toEqual(at(10_810));
});

test('a region holds another where it reaches as far on each of its four sides', () => {
  const outer = { x: 10, y: 20, width: 30, height: 40 };
  expect(contains(outer, outer)).toBe(true);
  expect(contains(outer, { x: 11, y: 21, width: 28, height: 38 })).toBe(true);
  expect(contains(outer, { ...outer, x: 9 })).toBe(false);
  expect(contains(outer, { ...outer, y: 19 })).toBe(false);
  expect(contains(outer, { ...outer, width: 31 })).toBe(false);
  expect(contains(outer, { ...outer, height: 41 })).toBe(false);
});

test('zooming ends at 128 pixels an element, and before nothing is left to see', () => {
  const zoom = fitZoom(PLANE, VIEW);
  expect(zoomAt(zoom, 1e9, 400, 300, VIEW).scale).toBe(128);
  expect(zoomAt(zoom, 1e-9, 400, 300, VIEW).scale).toBe(1e-4);
});
