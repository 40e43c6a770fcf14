import { TensorFileError } from '../../core/errors';
import { t } from '../../core/l10n';
import { readChunks } from '../../core/tensor/read';
import { type AxisRange, sliceShape } from '../../core/tensor/slice';
import { CHUNK_BYTES } from '../../core/tensor/streams';
import { type Tensor, valueDType } from '../../core/tensor/tensor';
import type { TensorStream } from '../../core/tensor/tensorStream';
import type { ConvertResult } from '../../protocol/engineMethods';
import { writing } from '../node/writing';
import { zlib } from '../node/zlib';
import { demandOutputs } from '../outputs';
import type { OnProgress } from './deps';
import { stemOf, WRITABLE_ENDINGS, writerFor } from './naming';

/** A part of a tensor. */
export interface TensorSlice {
  readonly tensor: Tensor;
  readonly ranges: readonly AxisRange[];
  /** Paths of the files that it is read from. */
  readonly reads: Iterable<string>;
}

/**
 * Writes a part of a tensor, dtype and bits kept, as a file of its own; the user has agreed to overwrite.
 * @throws TensorFileError when the ending's format cannot hold it or the path is one that is read.
 */
export async function saveSlice(
  { tensor, ranges, reads }: TensorSlice,
  path: string,
  signal?: AbortSignal,
  onProgress: OnProgress = () => {},
): Promise<ConvertResult> {
  const writer = writerFor(path);
  if (writer === null || writer === 'png') {
    throw new TensorFileError(
      t`A slice is written as ${WRITABLE_ENDINGS.filter(ending => ending !== '.png').join(', ')}: ${path} ends otherwise`,
    );
  }
  const stream: TensorStream = {
    name: tensor.name === '' ? stemOf(path) : tensor.name,
    dtype: valueDType(tensor),
    shape: sliceShape(ranges),
    chunks: at => readChunks(tensor, ranges, CHUNK_BYTES, at),
  };
  const content = { tensors: [stream], metadata: new Map<string, string>() };
  const reason = writer.refuses(content);
  if (reason !== null) throw new TensorFileError(reason, { tensor: tensor.name });
  await demandOutputs([path], { overwrite: true, reads });
  const byteLength = await writing.atomicWrite(
    path,
    sink => writer.write(content, sink, { tools: zlib }, signal),
    { overwrite: true, onProgress: done => onProgress(done, tensor.byteLength) },
    signal,
  );
  return { outputs: [{ path, byteLength }], notes: [] };
}
