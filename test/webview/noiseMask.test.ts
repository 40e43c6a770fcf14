import { expect, test } from 'vitest';
import type { Picture } from '../../src/core/render/picture';
import { fetchNoiseMask } from '../../webview/canvas/noiseMask';
import type { Plane, PlaneSource } from '../../webview/canvas/pictures';

const FRAME = [0, 0, 1, 1, 0, 0.5, 1, 0, 1, 0, 0.25, 0, 1, 1, 0, 0];
/** Frames of 4 x 4: m, 1 - m, m / 2. */
const FRAMES = [FRAME, FRAME.map(value => 1 - value), FRAME.map(value => value / 2)];

const planeOf = (frame: number): Plane => ({
  tensor: 0,
  axes: { rows: 1, columns: 2, channels: null },
  index: [frame, 0, 0],
  channels: [],
  width: 4,
  height: 4,
  channelCount: 1,
  reduce: 'mean',
});

const source: PlaneSource = {
  fetch: async ({ plane: { index, width, height } }): Promise<Picture> => ({
    width,
    height,
    channelCount: 1,
    data: Float32Array.from(FRAMES[index[0]!]!),
    region: { x: 0, y: 0, width, height },
    exact: true,
    ranges: [{ min: 0, max: 1 }],
    nanCount: 0,
    infCount: 0,
  }),
};

async function scaled(
  parts: readonly (readonly [number, number])[],
  width: number,
  height: number,
) {
  const own = parts.map(([frame, weight]) => ({ plane: planeOf(frame), weight }));
  const noise = { ...own[0]!.plane, width, height, parts: own };
  return fetchNoiseMask(source, noise, new AbortController().signal);
}

// torch.nn.functional.interpolate(m[None, None], size=(2, 3), mode="bilinear")
const SMALLER = [0.04166667, 0.625, 0.58333325, 0.9166666, 0.31249997, 0.02083332];
// torch.nn.functional.interpolate(torch.stack([m, 1 - m, m / 2])[None, None], size=(2, 2, 2), mode="trilinear")
const LAST_OF_TWO = [0.265625, 0.34375, 0.34375, 0.2578125];

test('a mask is made smaller without smoothing, as PyTorch does', async () => {
  const { width, height, data } = await scaled([[0, 1]], 3, 2);
  expect([width, height]).toEqual([3, 2]);
  for (const [i, value] of SMALLER.entries()) expect(data[i]).toBeCloseTo(value, 6);
});

test('between two frames of a mask both count', async () => {
  const { data } = await scaled(
    [
      [1, 0.25],
      [2, 0.75],
    ],
    2,
    2,
  );
  for (const [i, value] of LAST_OF_TWO.entries()) expect(data[i]).toBeCloseTo(value, 6);
});
