import { TensorFileError } from '../errors';
import { t } from '../l10n';
import { DTYPES } from '../tensor/dtypes';
import { readBox } from '../tensor/read';
import { elementCount, wholeRanges } from '../tensor/slice';
import type { Tensor } from '../tensor/tensor';
import { bytesOf } from '../tensor/typedViews';
import type { TensorStream } from './conversion';
import { toFloats } from './elementwise';
import { takeItems } from './views';

/** Float32 maths holds a few copies of an item at once, in a memory of at most 2 GiB. */
const MAX_ITEM_BYTES = 256 * 1024 * 1024;

/**
 * The values of one item of a batch, `[1,...]`, as float32.
 * @throws TensorFileError when an item is larger than maths can work on.
 */
export async function itemFloats(
  batch: Tensor,
  index: number,
  signal?: AbortSignal,
): Promise<Float32Array> {
  const item = takeItems(batch, index, 1);
  const floatBytes = elementCount(item.shape) * 4;
  if (floatBytes > MAX_ITEM_BYTES)
    throw new TensorFileError(
      t`One item of "${batch.name}" takes ${Math.ceil(floatBytes / 2 ** 20)} MiB as float32: more than the ${MAX_ITEM_BYTES / 2 ** 20} MiB that this conversion works on at once`,
      { tensor: batch.name },
    );
  const bytes = await readBox(item, wholeRanges(item.shape), signal);
  return toFloats(item, bytes, elementCount(item.shape));
}

/** Most float32 values handed over at a time. */
const CHUNK_ELEMENTS = 1024 * 1024;

/** An F32 stream made item by item: `item` gives the values of one item of `shape`. */
export function itemStream(
  name: string,
  shape: readonly number[],
  item: (index: number, signal?: AbortSignal) => Promise<Float32Array<ArrayBuffer>>,
): TensorStream {
  return { name, dtype: DTYPES.F32, shape, chunks: signal => itemChunks(shape[0]!, item, signal) };
}

async function* itemChunks(
  count: number,
  item: (index: number, signal?: AbortSignal) => Promise<Float32Array<ArrayBuffer>>,
  signal?: AbortSignal,
) {
  for (let index = 0; index < count; index++) {
    signal?.throwIfAborted();
    const values = await item(index, signal);
    for (let at = 0; at < values.length; at += CHUNK_ELEMENTS)
      yield bytesOf(values.subarray(at, at + CHUNK_ELEMENTS));
  }
}
