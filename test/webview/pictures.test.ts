import { expect, test } from 'vitest';
import type { TensorPictureRequest } from '../../src/protocol/webviewMethods';
import { PictureSource, type Plane, wholePlane } from '../../webview/canvas/pictures';
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

test('a view opens with what one opening asks for, and with nothing of the last one', async () => {
  let told: readonly TensorPictureRequest[] = [];
  const source = new PictureSource(host, opensWith => {
    told = opensWith;
  });
  const { signal } = new AbortController();
  const ask = async (tensor: number, side: number, opening?: object) => {
    await source.fetch({ ...wholePlane(plane(tensor, side)), opening }, signal);
    return told.map(asked => asked.tensor);
  };
  const [first, second, third] = [{}, {}, {}];
  expect(await ask(0, 64, first)).toEqual([0]);
  expect(await ask(1, 64, first)).toEqual([0, 1]);
  expect(await ask(2, 64)).toEqual([0, 1]);
  // Too large to be sent unasked, but the last opening is over.
  expect(await ask(3, 1024, second)).toEqual([]);
  expect(await ask(4, 64, second)).toEqual([4]);
  expect(await ask(5, 64, third)).toEqual([5]);
});
