import { constants, inflateSync } from 'node:zlib';

/**
 * As much of a zlib stream as can be inflated: all of it when it is sound, else what comes out before the
 * damage. At most about `expectedBytes`.
 */
export function inflateWhatIsThere(data: Uint8Array, expectedBytes: number): Uint8Array {
  const whole = inflatePrefix(data, data.length, expectedBytes);
  if (whole !== null) return whole;
  // Whether a prefix inflates is monotone in its length, so bisection finds the last byte that is sound.
  let [sound, broken] = [0, data.length];
  while (broken - sound > 1) {
    const middle = (sound + broken) >>> 1;
    if (inflatePrefix(data, middle, expectedBytes) === null) broken = middle;
    else sound = middle;
  }
  const kept = inflatePrefix(data, sound, expectedBytes) ?? new Uint8Array(0);
  // Pillow inflates row by row, so the row that the damage is met in is lost, even when it was complete.
  return kept.subarray(0, Math.max(0, kept.length - 1));
}

/** Room beyond the picture for encoders that pad their stream. */
const SLACK_BYTES = 1 << 16;

function inflatePrefix(data: Uint8Array, length: number, expectedBytes: number): Uint8Array | null {
  try {
    return inflateSync(data.subarray(0, length), {
      finishFlush: constants.Z_SYNC_FLUSH,
      maxOutputLength: expectedBytes + SLACK_BYTES,
    });
  } catch {
    return null;
  }
}
