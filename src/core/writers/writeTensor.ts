import type { PlacedBytes, TensorStream } from '../convert/conversion';
import { streamBytes } from '../convert/streams';
import { TensorFileError } from '../errors';
import type { ByteSink } from './writer';

/** Writes under way at once where pieces go to places of their own. */
const MAX_PARALLEL_WRITES = 16;

/**
 * A tensor's bytes, all of them and no more: a header that promises others would be a broken file.
 * `byteOffset` is where they start in the sink, which is where its next byte goes.
 */
export async function writeTensor(
  tensor: TensorStream,
  byteOffset: number,
  sink: ByteSink,
  signal?: AbortSignal,
): Promise<void> {
  const expected = streamBytes(tensor);
  const written = tensor.scattered
    ? await writeScattered(tensor.scattered(signal), byteOffset, sink)
    : await writeInOrder(tensor.chunks(signal), expected, sink, signal);
  if (written !== expected)
    throw new TensorFileError(
      `"${tensor.name}" gave ${written} bytes where its shape needs ${expected}: nothing was kept`,
      { tensor: tensor.name, byteOffset },
    );
}

async function writeInOrder(
  chunks: AsyncIterable<Uint8Array>,
  expected: number,
  sink: ByteSink,
  signal?: AbortSignal,
): Promise<number> {
  let written = 0;
  for await (const bytes of chunks) {
    signal?.throwIfAborted();
    written += bytes.length;
    if (written > expected) break;
    await sink.write(bytes);
  }
  return written;
}

async function writeScattered(
  pieces: AsyncIterable<PlacedBytes>,
  byteOffset: number,
  sink: ByteSink,
): Promise<number> {
  let written = 0;
  let underWay: Promise<void>[] = [];
  try {
    for await (const piece of pieces) {
      underWay.push(sink.writeAt(byteOffset + piece.byteOffset, piece.bytes));
      written += piece.bytes.length;
      if (underWay.length < MAX_PARALLEL_WRITES) continue;
      await Promise.all(underWay);
      underWay = [];
    }
    await Promise.all(underWay);
    return written;
  } finally {
    // A failure must not leave writes behind that reach for a closed file.
    await Promise.allSettled(underWay);
  }
}
