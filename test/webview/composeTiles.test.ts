import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Picture, Region } from '../../src/core/render/picture';
import { composeTiles, uncovered } from '../../webview/canvas/composeTiles';
import { PictureLoader, type Planes } from '../../webview/canvas/pictureLoader';
import type { Plane, PlaneRequest } from '../../webview/canvas/pictures';

const region = fc.record({
  x: fc.integer({ min: 0, max: 12 }),
  y: fc.integer({ min: 0, max: 12 }),
  width: fc.integer({ min: 1, max: 9 }),
  height: fc.integer({ min: 1, max: 9 }),
});

const covers = (one: Region, x: number, y: number) =>
  x >= one.x && y >= one.y && x < one.x + one.width && y < one.y + one.height;

/** A picture whose pixels tell where they are; one of them is NaN. */
function pictureOf({ x, y, width, height }: Region, level: number): Picture {
  const [columns, rows] = [width * level, height * level];
  const at = (c: number, i: number) => {
    const [px, py] = [x * level + (i % columns), y * level + Math.floor(i / columns)];
    return px === 700 && py === 500 ? Number.NaN : c * 1e6 + py * 1000 + px;
  };
  const size = columns * rows;
  const data = Float32Array.from({ length: 2 * size }, (_, i) =>
    at(Math.floor(i / size), i % size),
  );
  return {
    width: columns,
    height: rows,
    channelCount: 2,
    data,
    region: { x, y, width, height },
    exact: level === 1,
    ranges: [{ min: 0, max: 9 }, null],
    nanCount: data.filter(Number.isNaN).length,
    infCount: 0,
  };
}

const bytesOf = ({ data }: Picture) => new Uint8Array(data.buffer);

describe('a picture put together', () => {
  it('asks for what is not covered, and for nothing twice', () => {
    fc.assert(
      fc.property(region, region, (wanted, covered) => {
        const gaps = uncovered(wanted, covered);
        for (let y = 0; y < 24; y++)
          for (let x = 0; x < 24; x++) {
            const isGap = covers(wanted, x, y) && !covers(covered, x, y);
            if (gaps.filter(gap => covers(gap, x, y)).length !== Number(isGap)) return false;
          }
        return true;
      }),
      { seed: 5, numRuns: 200 },
    );
  });

  it('is the picture that one request gives', () => {
    fc.assert(
      fc.property(region, region, fc.constantFrom(1, 2), (wanted, known, scale) => {
        const of = (one: Region) => pictureOf(one, 1 / scale);
        const grown = (one: Region) => ({
          x: one.x * scale,
          y: one.y * scale,
          width: one.width * scale,
          height: one.height * scale,
        });
        const [whole, old] = [grown(wanted), grown(known)];
        const parts = [old, ...uncovered(whole, old)].map(of);
        expect(composeTiles(whole, 1 / scale, parts)).toEqual(of(whole));
      }),
      { seed: 5, numRuns: 100 },
    );
  });

  it('is not made of samples, nor of fewer pixels than asked for', () => {
    const whole = { x: 0, y: 0, width: 4, height: 4 };
    const part = pictureOf(whole, 1);
    expect(composeTiles(whole, 1, [{ ...part, sampled: true }])).toBeNull();
    expect(composeTiles(whole, 0.5, [part])).toBeNull();
    expect(composeTiles(whole, 1, [])).toBeNull();
  });
});

describe('panning', () => {
  const plane: Plane = {
    tensor: 0,
    axes: { rows: 0, columns: 1, channels: null },
    index: [0, 0],
    channels: [],
    width: 20_000,
    height: 20_000,
    channelCount: 2,
    reduce: 'mean',
  };
  const planes: Planes = { main: plane, mask: null };
  const view = { width: 700, height: 600 };

  it('fetches only what came into sight, and shows what a fresh request would', async () => {
    const asked: PlaneRequest[] = [];
    const fetch = async (request: PlaneRequest) => {
      asked.push(request);
      const isWhole = request.region.width === plane.width;
      return isWhole
        ? { ...pictureOf({ x: 0, y: 0, width: 2, height: 2 }, 1), region: request.region }
        : pictureOf(request.region, 1);
    };
    const loader = new PictureLoader({ fetch }, () => undefined);
    const settle = async (x: number, y: number) => {
      loader.show(planes, { scale: 1, centerX: x, centerY: y }, view, 1);
      await expect.poll(() => loader.busy).toBe(false);
    };
    await settle(1000, 800);
    const first = loader.detail!.picture.region;
    asked.length = 0;
    await settle(1300, 900);
    const { picture } = loader.detail!;
    expect(picture.region).not.toEqual(first);
    const expected = pictureOf(picture.region, 1);
    expect(Buffer.compare(bytesOf(picture), bytesOf(expected))).toBe(0);
    expect({ ...picture, data: null }).toEqual({ ...expected, data: null });
    const fresh = asked.reduce((sum, { region: { width, height } }) => sum + width * height, 0);
    expect(fresh).toBeLessThan(0.6 * picture.width * picture.height);
    expect(asked.length).toBeGreaterThan(0);
  });
});
