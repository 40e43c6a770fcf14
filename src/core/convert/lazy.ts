import type { DType } from '../tensor/dtype';
import { readFlat } from '../tensor/flatRead';
import { lazyTensor } from '../tensor/lazyTensor';
import { elementCount } from '../tensor/slice';
import { CHUNK_BYTES, viewStream } from '../tensor/streams';
import type { Tensor } from '../tensor/tensor';

/** Tensors of one dtype, one after the other along axis 0. */
export function concatTensor(name: string, parts: readonly Tensor[]): Tensor {
  const first = parts[0]!;
  const count = parts.reduce((sum, part) => sum + part.shape[0]!, 0);
  const header = { name, dtype: first.dtype, shape: [count, ...first.shape.slice(1)] };
  return lazyTensor(header, {
    async *stream(signal) {
      for (const part of parts) yield* viewStream(part).chunks(signal);
    },
    read: (offset, length, signal) => readOfAll(parts, offset, length, signal),
  });
}

async function readOfAll(
  parts: readonly Tensor[],
  offset: number,
  length: number,
  signal?: AbortSignal,
): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  let start = 0;
  for (const part of parts) {
    const from = Math.max(offset, start);
    const to = Math.min(offset + length, start + part.byteLength);
    if (from < to) bytes.set(await readFlat(part, from - start, to - from, signal), from - offset);
    start += part.byteLength;
  }
  return bytes;
}

/** Makes elements of others: `count` of them, the first being number `first` of the tensor. */
type MapElements = (
  bytes: Uint8Array,
  count: number,
  first: number,
  signal?: AbortSignal,
) => Promise<Uint8Array> | Uint8Array;

/** A tensor of which each element is made of the element in its place; `dtype` is of whole bytes. */
export function mappedTensor(tensor: Tensor, dtype: DType, map: MapElements): Tensor {
  const { name, shape } = tensor;
  return lazyTensor(
    { name, dtype, shape },
    {
      stream: signal => mapChunks(tensor, map, signal),
      read: (offset, length, signal) => mapRange(tensor, dtype, map, { offset, length }, signal),
    },
  );
}

async function* mapChunks(tensor: Tensor, map: MapElements, signal?: AbortSignal) {
  const { bits } = tensor.dtype;
  const total = elementCount(tensor.shape);
  let done = 0;
  for await (const bytes of viewStream(tensor).chunks(signal)) {
    signal?.throwIfAborted();
    // A packed tensor of odd length ends in half a byte that is no element.
    const count = Math.min(total - done, Math.floor((bytes.length * 8) / bits));
    done += count;
    yield await map(bytes, count, done - count, signal);
  }
}

/** Elements mapped at a time: float32 maths holds several copies of them. A multiple of eight. */
const MOST_ELEMENTS = CHUNK_BYTES / 4;
/** Elements of a packed type end at a whole byte by so many. */
const PACKED_UNIT = 8;

async function mapRange(
  tensor: Tensor,
  dtype: DType,
  map: MapElements,
  { offset, length }: { readonly offset: number; readonly length: number },
  signal?: AbortSignal,
): Promise<Uint8Array> {
  const { bits } = tensor.dtype;
  const elementBytes = dtype.bits / 8;
  const last = Math.ceil((offset + length) / elementBytes);
  const result = new Uint8Array(length);
  let first = Math.floor(offset / elementBytes / PACKED_UNIT) * PACKED_UNIT;
  while (first < last) {
    const count = Math.min(MOST_ELEMENTS, last - first);
    const bytes = await readFlat(tensor, (first * bits) / 8, Math.ceil((count * bits) / 8), signal);
    const made = await map(bytes, count, first, signal);
    const skipped = Math.max(0, offset - first * elementBytes);
    const at = first * elementBytes + skipped - offset;
    result.set(made.subarray(skipped, Math.min(made.length, skipped + length - at)), at);
    first += count;
  }
  return result;
}
