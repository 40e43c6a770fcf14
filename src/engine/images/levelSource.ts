import type { ByteSource } from '../../core/bytes/byteSource';
import { checkRange } from '../../core/bytes/checkRange';

/** 8-bit level to float32, little endian, as torch and numpy divide: correctly rounded v / 255. */
export const IMAGE_LEVELS = Float32Array.from({ length: 256 }, (_, v) => Math.fround(v / 255));

/** Alpha to mask: 1 - alpha / 255, rounded to float32 after each step. */
export const MASK_LEVELS = IMAGE_LEVELS.map(v => Math.fround(1 - v));

const FLOAT_BYTES = 4;

/**
 * A float32 tensor that is kept as 8-bit levels, so that a 24-megapixel picture costs 72 MB, not 288.
 * @param frames the levels, one array a frame, all of the same length
 * @param levels what each level reads as
 */
export function levelSource(frames: readonly Uint8Array[], levels: Float32Array): ByteSource {
  const frameLength = frames[0]?.length ?? 0;
  const size = frames.length * frameLength * FLOAT_BYTES;
  let kept = frames;
  return {
    size,
    read: async (offset, length, signal) => {
      signal?.throwIfAborted();
      checkRange(size, offset, length);
      const first = Math.floor(offset / FLOAT_BYTES);
      const end = Math.ceil((offset + length) / FLOAT_BYTES);
      const values = readLevels(kept, frameLength, first, end - first, levels);
      return new Uint8Array(values.buffer, offset - first * FLOAT_BYTES, length);
    },
    close: async () => {
      kept = [];
    },
  };
}

function readLevels(
  frames: readonly Uint8Array[],
  frameLength: number,
  first: number,
  count: number,
  levels: Float32Array,
): Float32Array {
  const values = new Float32Array(count);
  for (let done = 0; done < count; ) {
    const frame = Math.floor((first + done) / frameLength);
    const start = first + done - frame * frameLength;
    const run = frames[frame]!.subarray(start, start + count - done);
    for (let i = 0; i < run.length; i++) values[done + i] = levels[run[i]!]!;
    done += run.length;
  }
  return values;
}

/** Bytes that are all zero and cost nothing to keep. */
export function zeroSource(size: number): ByteSource {
  return {
    size,
    read: async (offset, length, signal) => {
      signal?.throwIfAborted();
      checkRange(size, offset, length);
      return new Uint8Array(length);
    },
    close: async () => {},
  };
}
