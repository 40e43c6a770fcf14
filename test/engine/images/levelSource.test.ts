import { isDeepStrictEqual } from 'node:util';
import { expect, test } from 'vitest';
import { withoutKernels } from '../../../src/core/kernels/kernels';
import { type LevelMeaning, levelSource } from '../../../src/engine/images/levelSource';

const levels = Uint8Array.from({ length: 70_001 }, (_, i) => i % 256);
const frames = [levels, levels.toReversed()];

test.each<LevelMeaning>(['image', 'mask'])('%s levels divide as float32 does', async meaning => {
  const bytes = await levelSource([levels], meaning).read(0, levels.length * 4);
  const values = new Float32Array(bytes.buffer, bytes.byteOffset, levels.length);
  const expected = Float32Array.from(levels, v => {
    const fraction = Math.fround(v / 255);
    return meaning === 'image' ? fraction : Math.fround(1 - fraction);
  });
  // Vitest compares large arrays element by element, which takes seconds.
  expect(isDeepStrictEqual(values, expected)).toBe(true);
  const plain = withoutKernels(() => levelSource([levels], meaning).read(0, levels.length * 4));
  expect(Buffer.compare(await plain, bytes)).toBe(0);
});

test('any range of bytes is that part of the whole, across frames too', async () => {
  const source = levelSource(frames, 'image');
  const whole = await source.read(0, source.size);
  for (const [offset, length] of [
    [0, 0],
    [1, 2],
    [3, 9],
    [280_001, 7],
    [279_990, 5000],
    [source.size - 5, 5],
    [8, 300_000],
  ] as const) {
    const expected = whole.subarray(offset, offset + length);
    expect(Buffer.compare(await source.read(offset, length), expected)).toBe(0);
    // Into memory that float32 can lie in, and into memory that it cannot.
    for (const shift of [0, 3]) {
      const target = new Uint8Array(length + shift).subarray(shift);
      await source.readInto!(target, offset);
      expect(Buffer.compare(target, expected)).toBe(0);
    }
  }
  await expect(source.read(source.size - 1, 2)).rejects.toThrow();
});
