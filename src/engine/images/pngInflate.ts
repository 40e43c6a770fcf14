import { inflateZlib } from '../../core/formats/zlibStream';
import { zlib } from '../node/zlib';

/** Room beyond the picture for encoders that pad their stream. */
const SLACK_BYTES = 1 << 16;

/**
 * As much of a zlib stream as can be inflated: all of it when it is sound, else what comes out before the
 * byte that damages it, less one. At most about `expectedBytes`.
 */
export async function inflateWhatIsThere(
  data: Uint8Array,
  expectedBytes: number,
): Promise<Uint8Array> {
  const whole = await zlib.inflateSound(data, expectedBytes + SLACK_BYTES);
  if (whole !== null) return whole;
  // One byte more than the picture: what is full loses that one.
  const { output: kept } = await inflateZlib(data, expectedBytes + 1);
  // Pillow inflates row by row, so the row that the damage is met in is lost, even when it was complete.
  return kept.subarray(0, Math.max(0, kept.length - 1));
}
