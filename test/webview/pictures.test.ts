import { expect, test } from 'vitest';
import { type Opening, PictureSource, type Plane, wholePlane } from '../../webview/canvas/pictures';
import type { Host } from '../../webview/host';

const plane = (tensor: number, side: number): Plane => ({
  tensor,
  axes: { rows: 0, columns: 1, channels: null },
  index: [0, 0],
  channels: [],
  width: side,
  height: side,
  channelCount: 1,
  reduce: 'mean',
});

const host = { call: async () => ({ data: new Float32Array(1) }) } as unknown as Host;

test('the source tells each opening what it asks for, and keeps none of them', async () => {
  const source = new PictureSource(host);
  const { signal } = new AbortController();
  const told: Record<string, number[]> = { left: [], right: [] };
  const opening = (side: string): Opening => {
    const noted = told[side]!;
    return asked => noted.push(asked.tensor);
  };
  const [left, right] = [opening('left'), opening('right')];
  const ask = (tensor: number, opens?: Opening) =>
    source.fetch({ ...wholePlane(plane(tensor, 64)), opening: opens }, signal);
  await Promise.all([ask(0, left), ask(1, right), ask(2), ask(3, left), ask(4, right)]);
  expect(told).toEqual({ left: [0, 3], right: [1, 4] });
  await ask(0, right);
  expect(told.right, 'what is kept on the page is opened with too').toEqual([1, 4, 0]);
});
