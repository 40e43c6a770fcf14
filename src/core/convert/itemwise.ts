import { TensorFileError } from '../errors';
import { t } from '../l10n';
import { DTYPES } from '../tensor/dtypes';
import { lazyTensor } from '../tensor/lazyTensor';
import { readBox } from '../tensor/read';
import { elementCount, wholeRanges } from '../tensor/slice';
import type { Tensor } from '../tensor/tensor';
import { bytesOf } from '../tensor/typedViews';
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

/** Computed items that are kept for the next read, as long as they take no more than this. */
const KEPT_BYTES = 256 * 1024 * 1024;
const MOST_KEPT = 8;

/** The bytes of one item, in chunks; the same number for every item. */
type ItemChunks = (index: number, signal?: AbortSignal) => AsyncIterable<Uint8Array>;

/** An F32 tensor made of `count` items: `item` gives the values of one. */
export function itemTensor(
  name: string,
  shape: readonly number[],
  item: (index: number, signal?: AbortSignal) => Promise<Float32Array<ArrayBuffer>>,
  count = shape[0]!,
): Tensor {
  return chunkedItemTensor(name, shape, count, async function* (index, signal) {
    const values = await item(index, signal);
    for (let at = 0; at < values.length; at += CHUNK_ELEMENTS)
      yield bytesOf(values.subarray(at, at + CHUNK_ELEMENTS));
  });
}

/** The same where an item's bytes come in chunks; `count` items make up the whole. */
export function chunkedItemTensor(
  name: string,
  shape: readonly number[],
  count: number,
  chunks: ItemChunks,
): Tensor {
  const itemBytes = (elementCount(shape) * 4) / Math.max(1, count);
  const itemOf = keptItems(itemBytes, chunks);
  return lazyTensor(
    { name, dtype: DTYPES.F32, shape },
    {
      async *stream(signal) {
        for (let index = 0; index < count; index++) {
          signal?.throwIfAborted();
          yield* chunks(index, signal);
        }
      },
      async read(offset, length, signal) {
        const result = new Uint8Array(length);
        for (let at = offset; at < offset + length; ) {
          const index = Math.floor(at / itemBytes);
          const end = Math.min(offset + length, (index + 1) * itemBytes);
          const item = await itemOf(index, signal);
          result.set(item.subarray(at - index * itemBytes, end - index * itemBytes), at - offset);
          at = end;
        }
        return result;
      },
    },
  );
}

/** Whole items, the last few of which are kept: whoever reads in pieces comes back for the rest. */
function keptItems(itemBytes: number, chunks: ItemChunks) {
  const most = Math.min(MOST_KEPT, Math.max(1, Math.floor(KEPT_BYTES / Math.max(1, itemBytes))));
  const kept = new Map<number, Promise<Uint8Array>>();
  return (index: number, signal?: AbortSignal): Promise<Uint8Array> => {
    const known = kept.get(index);
    if (known) return known;
    const item = gathered(itemBytes, chunks(index, signal));
    kept.set(index, item);
    item.catch(() => kept.delete(index));
    if (kept.size > most) kept.delete(kept.keys().next().value!);
    return item;
  };
}

async function gathered(length: number, chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  let at = 0;
  for await (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}
