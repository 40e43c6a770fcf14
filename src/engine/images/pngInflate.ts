import { inflateZlib } from '../../core/formats/zlibStream';
import { zlib } from '../node/zlib';

/** More is inflated once, straight into its place: the platform's inflating takes the double. */
const MAX_COPIED_BYTES = 64 * 1024 * 1024;

/**
 * Fills `output` with as much of a zlib stream as can be inflated: all of it when it is sound, else what comes
 * out before the byte that damages it, less one; of a stream that goes on, all but the last byte.
 * @returns how many bytes that is; behind them `output` holds whatever it likes
 */
export async function inflateInto(
  output: Uint8Array<ArrayBuffer>,
  data: Uint8Array,
): Promise<number> {
  const whole =
    output.length > MAX_COPIED_BYTES ? null : await zlib.inflateSound(data, output.length - 1);
  if (whole !== null) {
    output.set(whole);
    return whole.length;
  }
  const { output: kept, end } = await inflateZlib(data, output.length, output);
  if (end === 'whole' || end === 'cut') return kept.length;
  // Pillow inflates row by row, so the row that the damage is met in is lost, even when it was complete.
  return Math.max(0, kept.length - 1);
}
