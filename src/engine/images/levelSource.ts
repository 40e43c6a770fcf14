import type { ByteSource } from '../../core/bytes/byteSource';
import { checkRange } from '../../core/bytes/checkRange';
import { KERNEL_MEMORY, loadKernels } from '../../core/kernels/kernels';

/** What a level reads as: `image` is v / 255, `mask` is 1 - v / 255, as torch and numpy round them. */
export type LevelMeaning = 'image' | 'mask';

const IMAGE_LEVELS = Float32Array.from({ length: 256 }, (_, v) => Math.fround(v / 255));
const LEVELS: Record<LevelMeaning, Float32Array> = {
  image: IMAGE_LEVELS,
  mask: IMAGE_LEVELS.map(v => Math.fround(1 - v)),
};

const FLOAT_BYTES = 4;

/**
 * A float32 tensor that is kept as 8-bit levels, so that a 24-megapixel picture costs 72 MB, not 288.
 * @param frames the levels, one array a frame, all of the same length
 */
export function levelSource(frames: readonly Uint8Array[], meaning: LevelMeaning): ByteSource {
  const frameLength = frames[0]?.length ?? 0;
  const size = frames.length * frameLength * FLOAT_BYTES;
  let kept = frames;
  const read = async (offset: number, length: number, signal?: AbortSignal) => {
    signal?.throwIfAborted();
    checkRange(size, offset, length);
    const first = Math.floor(offset / FLOAT_BYTES);
    const end = Math.ceil((offset + length) / FLOAT_BYTES);
    const values = new Float32Array(end - first);
    readLevels(kept, frameLength, first, values, meaning);
    return new Uint8Array(values.buffer, offset - first * FLOAT_BYTES, length);
  };
  return {
    size,
    read,
    readInto: async (target, offset, signal) => {
      const isWhole = [offset, target.length, target.byteOffset].every(n => n % FLOAT_BYTES === 0);
      if (!isWhole) return target.set(await read(offset, target.length, signal));
      signal?.throwIfAborted();
      checkRange(size, offset, target.length);
      const count = target.length / FLOAT_BYTES;
      const values = new Float32Array(target.buffer, target.byteOffset, count);
      readLevels(kept, frameLength, offset / FLOAT_BYTES, values, meaning);
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
  values: Float32Array,
  meaning: LevelMeaning,
): void {
  const count = values.length;
  for (let done = 0; done < count; ) {
    const frame = Math.floor((first + done) / frameLength);
    const start = first + done - frame * frameLength;
    const run = frames[frame]!.subarray(start, start + count - done);
    convert(run, values.subarray(done, done + run.length), meaning);
    done += run.length;
  }
}

/** Levels converted at a time: input and output stay in the processor's caches. */
const PIECE = 65_536;

function convert(run: Uint8Array, out: Float32Array, meaning: LevelMeaning): void {
  const views = loadKernels();
  const whole = views === null ? 0 : run.length & ~15;
  const from = KERNEL_MEMORY.values;
  const to = from + PIECE;
  for (let start = 0; views !== null && start < whole; start += PIECE) {
    const count = Math.min(PIECE, whole - start);
    views.bytes.set(run.subarray(start, start + count), from);
    views.kernels.levelsF32(from, count, to, meaning === 'mask');
    out.set(views.f32.subarray(to / FLOAT_BYTES, to / FLOAT_BYTES + count), start);
  }
  const levels = LEVELS[meaning];
  for (let i = whole; i < run.length; i++) out[i] = levels[run[i]!]!;
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
