import { describe, expect, test } from 'vitest';
import type { Picture } from '../../src/core/render/picture';
import { notFiniteRings } from '../../webview/canvas/notFiniteRings';

const VIEW = { width: 400, height: 300 };

/** A picture of 100 x 80 elements, a pixel each, with NaN at some places. */
function picture(bad: readonly (readonly [number, number])[]): Picture {
  const data = new Float32Array(8000);
  for (const [x, y] of bad) data[y * 100 + x] = Number.NaN;
  return {
    ...{ width: 100, height: 80, channelCount: 1, data, exact: true, infCount: 0 },
    region: { x: 0, y: 0, width: 100, height: 80 },
    ranges: [{ min: 0, max: 0 }],
    nanCount: bad.length,
  };
}
const zoomOf = (scale: number) => ({ centerX: 50, centerY: 40, scale });
const square = (side: number) =>
  Array.from({ length: side * side }, (_, i) => [i % side, Math.floor(i / side)] as const);

describe('rings around what is not finite', () => {
  test.each([0.5, 1, 3, 8])('a lone NaN has one at zoom %d', scale => {
    const [ring, ...others] = notFiniteRings(picture([[60, 30]]), zoomOf(scale), VIEW, null);
    expect(others).toEqual([]);
    expect(ring).toMatchObject({ x: 200 + 10.5 * scale, y: 150 - 9.5 * scale });
  });

  test.each([
    ['is as large as a ring', [[60, 30]], 9, null],
    ['is out of sight', [[0, 0]], 8, null],
    ['is a block that is seen', square(20), 2, null],
    ['lies where a finer picture does', [[60, 30]], 1, { x: 50, y: 20, width: 20, height: 20 }],
    ['is nowhere', [], 1, null],
  ] as const)('none where it %s', (_, bad, scale, hidden) => {
    expect(notFiniteRings(picture(bad), zoomOf(scale), VIEW, hidden)).toEqual([]);
  });

  test('neighbours share one', () => {
    const near = [
      [50, 40],
      [51, 40],
    ] as const;
    expect(notFiniteRings(picture(near), zoomOf(1), VIEW, null)).toHaveLength(1);
  });
});
