import { once } from 'node:events';
import { constants, createInflate, type Inflate } from 'node:zlib';

/** Input fed at a time: the last output before damage is looked for in one such piece. */
const PIECE_BYTES = 4096;

/**
 * Fills `output` with as much of a zlib stream as can be inflated: all of it when it is sound, else what comes
 * out before the byte that damages it, less one; of a stream that goes on, all but the last byte.
 * @returns how many bytes that is; behind them `output` holds whatever it likes
 */
export async function inflateInto(output: Uint8Array, data: Uint8Array): Promise<number> {
  const coarse = await inflatePieces(data, data.length, output);
  if (coarse.isSound && !coarse.isFull) return coarse.length;
  const kept = coarse.isFull ? coarse : await inflatePieces(data, coarse.soundBytes, output);
  // Pillow inflates row by row, so the row that the damage is met in is lost, even when it was complete.
  return Math.max(0, kept.length - 1);
}

interface Inflated {
  /** Bytes of output. */
  readonly length: number;
  /** Input that was taken without a complaint. */
  readonly soundBytes: number;
  readonly isSound: boolean;
  /** Whether more came out than the picture needs. */
  readonly isFull: boolean;
}

/** Inflates until the stream complains; behind `fineFrom` byte by byte, so that none of the output is missed. */
async function inflatePieces(
  data: Uint8Array,
  fineFrom: number,
  output: Uint8Array,
): Promise<Inflated> {
  const stream = createInflate({ flush: constants.Z_SYNC_FLUSH });
  const mostBytes = output.length;
  let length = 0;
  let isSound = true;
  stream.on('data', (bytes: Uint8Array) => {
    output.set(bytes.subarray(0, mostBytes - length), length);
    length = Math.min(mostBytes, length + bytes.length);
  });
  const failed = once(stream, 'error').then(() => false);
  let at = 0;
  while (at < data.length && length < mostBytes) {
    const end = at < fineFrom ? Math.min(at + PIECE_BYTES, fineFrom) : at + 1;
    const piece = data.subarray(at, end);
    isSound = await Promise.race([written(stream, piece), failed]);
    if (!isSound) break;
    at += piece.length;
  }
  stream.destroy();
  return { length, soundBytes: at, isSound, isFull: length >= mostBytes };
}

function written(stream: Inflate, piece: Uint8Array): Promise<boolean> {
  return new Promise(resolve => {
    stream.write(piece, error => resolve(!error));
  });
}
