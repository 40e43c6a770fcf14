import type { TensorStream } from '../convert/conversion';
import { streamBytes } from '../convert/streams';
import { TensorFileError } from '../errors';
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
  let written = 0;
  for await (const bytes of tensor.chunks(signal)) {
    signal?.throwIfAborted();
    written += bytes.length;
    if (written > expected) break;
    await sink.write(bytes);
  }
  if (written !== expected)
    throw new TensorFileError(
      `"${tensor.name}" gave ${written} bytes where its shape needs ${expected}: nothing was kept`,
      { tensor: tensor.name, byteOffset },
    );
}
