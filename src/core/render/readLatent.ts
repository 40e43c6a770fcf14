import { createBoxReader } from '../tensor/contiguousRead';
import { readAhead } from '../tensor/readAhead';
import { elementCount, wholeRanges } from '../tensor/slice';
import type { Tensor } from '../tensor/tensor';
import { type LatentPictures, latentPicturesOf } from './latentRgb';

/** Bytes that are read at a time as float32, all channels together; at least one frame. */
const GROUP_BYTES = 8 * 1024 * 1024;

/** One channel's elements as float32. */
export type ToFloats = (bytes: Uint8Array, count: number) => Float32Array;

/**
 * The Latent2RGB pictures of an item `[C,H,W]` or `[C,T,H,W]` while it is read, some frames at a time: in
 * memory that does not grow with the frames.
 * @throws TensorFileError as `latentPictures` does, and when bytes cannot be read.
 */
export async function* readLatentPictures(
  item: Tensor,
  name: string,
  toFloats: ToFloats,
  signal?: AbortSignal,
): AsyncGenerator<LatentPictures> {
  const { shape } = item;
  const isVideo = shape.length === 4;
  const frameSize = elementCount(shape.slice(-2));
  for await (const { count, planes } of readAhead(readGroups(item, signal))) {
    const floats = planes.map(bytes => toFloats(bytes, count * frameSize));
    yield latentPicturesOf(floats, isVideo ? shape.with(1, count) : shape, name);
  }
}

/** Some frames at a time: `count` of them, the bytes of one channel after the other. */
async function* readGroups(
  item: Tensor,
  signal?: AbortSignal,
): AsyncGenerator<{ readonly count: number; readonly planes: readonly Uint8Array[] }> {
  const { shape } = item;
  const isVideo = shape.length === 4;
  const [channels, frames] = [shape[0]!, isVideo ? shape[1]! : 1];
  const frameBytes = elementCount(shape.slice(-2)) * channels * 4;
  const step = Math.max(1, Math.floor(GROUP_BYTES / frameBytes));
  // One group is worked on while the next is read.
  const read = createBoxReader(2 * channels);
  for (let frame = 0; frame < frames; frame += step) {
    const count = Math.min(step, frames - frame);
    const rangesOf = (channel: number) => {
      const ranges = wholeRanges(shape).with(0, { start: channel, count: 1, step: 1 });
      return isVideo ? ranges.with(1, { start: frame, count, step: 1 }) : ranges;
    };
    const planes = Array.from({ length: channels }, (_, channel) =>
      read(item, rangesOf(channel), signal),
    );
    yield { count, planes: await Promise.all(planes) };
  }
}
