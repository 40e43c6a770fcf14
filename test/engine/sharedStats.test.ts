import { expect, test } from 'vitest';
import type { ByteSource } from '../../src/core/bytes/byteSource';
import { dtypeOf } from '../../src/core/tensor/dtypes';
import type { Tensor } from '../../src/core/tensor/tensor';
import { SharedStats } from '../../src/engine/sharedStats';

/** Eight float32 from 0 to 7, how often they were read, when that began, and a gate that holds each reading. */
function heldTensor() {
  const bytes = new Uint8Array(Float32Array.from([0, 1, 2, 3, 4, 5, 6, 7]).buffer);
  let open: () => void = () => {};
  const gate = new Promise<void>(resolve => (open = resolve));
  const reads: (AbortSignal | undefined)[] = [];
  let begin: () => void = () => {};
  const begun = new Promise<void>(resolve => (begin = resolve));
  const source: ByteSource = {
    size: bytes.length,
    read: async (offset, length, signal) => {
      reads.push(signal);
      begin();
      await gate;
      signal?.throwIfAborted();
      return bytes.subarray(offset, offset + length);
    },
    close: async () => {},
  };
  const layout = { shape: [8], strides: [1], byteOffset: 0, byteLength: bytes.length };
  const tensor: Tensor = {
    name: 't',
    dtype: dtypeOf('F32')!,
    ...layout,
    byteOrder: 'little',
    source,
  };
  return { tensor, reads, begun, open };
}

test('who asks for the same at once shares one reading', async () => {
  const { tensor, reads, begun, open } = heldTensor();
  const stats = new SharedStats([tensor]);
  const progress = [0, 0];
  const asked = [
    stats.of(0, undefined, 16, undefined, done => (progress[0] = done)),
    stats.of(0, [{ start: 0, count: 8, step: 1 }], 16, undefined, done => (progress[1] = done)),
  ];
  await begun;
  expect(reads).toHaveLength(1);
  open();
  const [first, second] = await Promise.all(asked);
  expect(first).toMatchObject({ count: 8, min: 0, max: 7, mean: 3.5 });
  expect(second).toBe(first);
  expect(progress).toEqual([64, 64]);
  const readsOfOne = reads.length;
  expect(await stats.of(0, undefined, 16)).toBe(first);
  expect(reads).toHaveLength(readsOfOne);
  expect(stats.known).toEqual([{ tensor: 0, stats: first }]);
});

test('parts and bins of their own are read of their own', async () => {
  const { tensor, open } = heldTensor();
  const stats = new SharedStats([tensor]);
  open();
  const whole = await stats.of(0, undefined, 16);
  const part = await stats.of(0, [{ start: 1, count: 3, step: 2 }], 16);
  const fine = await stats.of(0, undefined, 32);
  expect(part).toMatchObject({ count: 3, min: 1, max: 5 });
  expect([whole, fine].map(each => each.histogram?.counts.length)).toEqual([16, 32]);
});

test('one who cancels leaves the reading to the others; the last one ends it', async () => {
  const { tensor, reads, begun, open } = heldTensor();
  const stats = new SharedStats([tensor]);
  const [one, other] = [new AbortController(), new AbortController()];
  const asked = [one, other].map(({ signal }) => stats.of(0, undefined, 16, signal));
  await begun;
  one.abort(new Error('one went'));
  await expect(asked[0]).rejects.toThrow('one went');
  expect(reads[0]!.aborted).toBe(false);
  other.abort(new Error('all went'));
  await expect(asked[1]).rejects.toThrow('all went');
  expect(reads[0]!.aborted).toBe(true);
  open();
  expect(await stats.of(0, undefined, 16)).toMatchObject({ count: 8 });
});
