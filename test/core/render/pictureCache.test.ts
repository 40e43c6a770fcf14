import { expect, test } from 'vitest';
import type { Picture, PictureRequest } from '../../../src/core/render/picture';
import { PictureCache } from '../../../src/core/render/pictureCache';

const SIDE = 16;
const BYTES = SIDE * SIDE * 4;

const request: PictureRequest = {
  axes: { rows: 0, columns: 1, channels: null },
  index: [0, 0],
  channels: [],
  region: { x: 0, y: 0, width: 64, height: 64 },
  maxWidth: SIDE,
  maxHeight: SIDE,
  reduce: 'mean',
};
const subject = { version: '1', tensor: 0 };

/** A cache and how often it had to draw; each drawing has its number in every pixel. */
function counted(maxBytes: number) {
  const cache = new PictureCache(maxBytes);
  let drawn = 0;
  const draw = async (): Promise<Picture> => ({
    width: SIDE,
    height: SIDE,
    channelCount: 1,
    data: new Float32Array(SIDE * SIDE).fill(++drawn),
    region: request.region,
    exact: false,
    ranges: [null],
    nanCount: 0,
    infCount: 0,
  });
  const ask = async (of = subject, what = request) => (await cache.of(of, what, draw)).data[0];
  return { cache, draw, ask, count: () => drawn };
}

test('what was drawn is given again, whatever became of the numbers handed out', async () => {
  const { cache, draw } = counted(10 * BYTES);
  const first = await cache.of(subject, request, draw);
  first.data.fill(Number.NaN);
  structuredClone(first, { transfer: [first.data.buffer] });
  const second = await cache.of(subject, request, draw);
  second.data.fill(Number.NaN);
  const third = await cache.of(subject, request, draw);
  expect([...new Set(third.data)]).toEqual([1]);
  expect(third).toMatchObject({ width: SIDE, height: SIDE, region: request.region });
});

test('another version, tensor or request is drawn anew', async () => {
  const { ask, count } = counted(20 * BYTES);
  await ask();
  const others: [typeof subject, PictureRequest][] = [
    [{ ...subject, version: '2' }, request],
    [{ ...subject, tensor: 1 }, request],
    [subject, { ...request, index: [1, 0] }],
    [subject, { ...request, channels: [0] }],
    [subject, { ...request, region: { ...request.region, x: 1 } }],
    [subject, { ...request, maxWidth: 8 }],
    [subject, { ...request, reduce: 'max' }],
    [subject, { ...request, quality: 'coarse' }],
    [subject, { ...request, axes: { rows: 1, columns: 0, channels: null } }],
  ];
  for (const [of, what] of others) await ask(of, what);
  expect(count()).toBe(1 + others.length);
  expect(await ask()).toBe(1);
});

test('never more than its bytes are held, and what was used last stays', async () => {
  const { cache, ask, count } = counted(2 * BYTES + 10);
  const at = (x: number): [typeof subject, PictureRequest] => [
    subject,
    { ...request, region: { ...request.region, x } },
  ];
  await ask(...at(1));
  await ask(...at(2));
  await ask(...at(1));
  await ask(...at(3));
  expect(cache.heldBytes).toBe(2 * BYTES);
  expect(count()).toBe(3);
  await ask(...at(1));
  expect(count()).toBe(3);
  await ask(...at(2));
  expect(count()).toBe(4);
  const tiny = counted(BYTES - 1);
  await tiny.ask();
  expect(tiny.cache.heldBytes).toBe(0);
});

test('a drawing that fails or is cancelled is not held', async () => {
  const { cache, ask } = counted(10 * BYTES);
  const fail = () => Promise.reject(new Error('cancelled'));
  await expect(cache.of(subject, request, fail)).rejects.toThrow('cancelled');
  expect(cache.heldBytes).toBe(0);
  expect(await ask()).toBe(1);
});
