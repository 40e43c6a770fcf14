import { once } from 'node:events';
import { constants, createInflate, type Inflate, inflateSync } from 'node:zlib';

/** Input fed at a time: the last output before damage is looked for in one such piece. */
const PIECE_BYTES = 4096;
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
  const whole = inflateWhole(data, expectedBytes);
  if (whole !== null) return whole;
  // One byte more than the picture: what is full loses that one.
  const most = expectedBytes + 1;
  const coarse = await inflatePieces(data, data.length, most);
  const kept = coarse.isFull ? coarse : await inflatePieces(data, coarse.soundBytes, most);
  // Pillow inflates row by row, so the row that the damage is met in is lost, even when it was complete.
  return kept.output.subarray(0, Math.max(0, kept.output.length - 1));
}

function inflateWhole(data: Uint8Array, expectedBytes: number): Uint8Array | null {
  try {
    const options = { finishFlush: constants.Z_SYNC_FLUSH };
    return inflateSync(data, { ...options, maxOutputLength: expectedBytes + SLACK_BYTES });
  } catch {
    return null;
  }
}

interface Inflated {
  readonly output: Uint8Array;
  /** Input that was taken without a complaint. */
  readonly soundBytes: number;
  /** Whether more came out than the picture needs. */
  readonly isFull: boolean;
}

/** Inflates until the stream complains; behind `fineFrom` byte by byte, so that none of the output is missed. */
async function inflatePieces(
  data: Uint8Array,
  fineFrom: number,
  mostBytes: number,
): Promise<Inflated> {
  const stream = createInflate({ flush: constants.Z_SYNC_FLUSH });
  const output = new Uint8Array(mostBytes);
  let length = 0;
  stream.on('data', (bytes: Uint8Array) => {
    output.set(bytes.subarray(0, mostBytes - length), length);
    length = Math.min(mostBytes, length + bytes.length);
  });
  const failed = once(stream, 'error').then(() => false);
  let at = 0;
  while (at < data.length && length < mostBytes) {
    const end = at < fineFrom ? Math.min(at + PIECE_BYTES, fineFrom) : at + 1;
    const piece = data.subarray(at, end);
    if (!(await Promise.race([written(stream, piece), failed]))) break;
    at += piece.length;
  }
  stream.destroy();
  return { output: output.subarray(0, length), soundBytes: at, isFull: length >= mostBytes };
}

function written(stream: Inflate, piece: Uint8Array): Promise<boolean> {
  return new Promise(resolve => {
    stream.write(piece, error => resolve(!error));
  });
}
