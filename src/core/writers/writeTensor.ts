import { TensorFileError } from '../errors';
import { t } from '../l10n';
import { streamBytes } from '../tensor/streams';
import type { PlacedBytes, TensorStream } from '../tensor/tensorStream';
import type { ByteSink } from './writer';

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
  const written = tensor.scatter
    ? await writeScattered(tensor.scatter, byteOffset, sink, signal)
    : await writeInOrder(tensor.chunks(signal), expected, sink, signal);
  if (written !== expected)
    throw new TensorFileError(
      t`"${tensor.name}" gave ${written} bytes where its shape needs ${expected}: nothing was kept`,
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
  scatter: NonNullable<TensorStream['scatter']>,
  byteOffset: number,
  sink: ByteSink,
  signal?: AbortSignal,
): Promise<number> {
  let written = 0;
  const put = async (piece: PlacedBytes) => {
    written += piece.bytes.length;
    await sink.writeAt(byteOffset + piece.byteOffset, piece.bytes);
  };
  await scatter(put, signal);
  return written;
}
