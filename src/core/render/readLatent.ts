import { createBoxReader } from '../tensor/readSpan';
import { elementCount, wholeRanges } from '../tensor/slice';
import type { Tensor } from '../tensor/tensor';
import { type LatentPictures, latentPicturesOf } from './latentRgb';

/** Bytes that are read at a time, all channels together; at least one frame. */
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
  const [channels, frames] = [shape[0]!, shape.length === 4 ? shape[1]! : 1];
  const frameSize = elementCount(shape.slice(-2));
  const step = Math.max(1, Math.floor(GROUP_BYTES / (frameSize * channels * 4)));
  const read = createBoxReader(channels);
  for (let frame = 0; frame < frames; frame += step) {
    const count = Math.min(step, frames - frame);
    const planes: Float32Array[] = [];
    for (let c = 0; c < channels; c++) {
      const ranges = wholeRanges(shape).with(0, { start: c, count: 1, step: 1 });
      if (shape.length === 4) ranges[1] = { start: frame, count, step: 1 };
      planes.push(toFloats(await read(item, ranges, signal), count * frameSize));
    }
    const part = shape.length === 4 ? shape.with(0, channels).with(1, count) : shape;
    yield latentPicturesOf(planes, part, name);
  }
}
