import type { DType } from '../tensor/dtype';
import { compactBytes } from '../tensor/packed';
import { readChunks } from '../tensor/read';
import { elementCount, wholeRanges } from '../tensor/slice';
import type { Tensor } from '../tensor/tensor';
import type { TensorStream } from './conversion';
import { prefersScatter, scatter } from './scatter';

/** Bytes handed over at a time. */
export const CHUNK_BYTES = 4 * 1024 * 1024;

/** Bytes that a stream gives in all. */
export function streamBytes(stream: Pick<TensorStream, 'dtype' | 'shape'>): number {
  return compactBytes(stream, elementCount(stream.shape));
}

/** A tensor's own bytes, in C order. */
export function viewStream(tensor: Tensor): TensorStream {
  return {
    name: tensor.name,
    dtype: tensor.dtype,
    shape: tensor.shape,
    chunks: signal => readChunks(tensor, wholeRanges(tensor.shape), CHUNK_BYTES, signal),
    ...(prefersScatter(tensor) ? { scatter: (put, signal) => scatter(tensor, put, signal) } : {}),
  };
}

/** Tensors of one dtype, one after the other along axis 0. */
export function concatStream(name: string, parts: readonly Tensor[]): TensorStream {
  const first = parts[0]!;
  const count = parts.reduce((sum, part) => sum + part.shape[0]!, 0);
  return {
    name,
    dtype: first.dtype,
    shape: [count, ...first.shape.slice(1)],
    chunks: signal => chunksOfAll(parts, signal),
  };
}

async function* chunksOfAll(parts: readonly Tensor[], signal?: AbortSignal) {
  for (const part of parts) yield* viewStream(part).chunks(signal);
}

/** A stream whose bytes are made from a tensor's, chunk by chunk of whole elements. */
export function mappedStream(
  tensor: Tensor,
  dtype: DType,
  map: (bytes: Uint8Array, count: number, signal?: AbortSignal) => Promise<Uint8Array> | Uint8Array,
): TensorStream {
  return {
    name: tensor.name,
    dtype,
    shape: tensor.shape,
    chunks: signal => mapChunks(tensor, map, signal),
  };
}

async function* mapChunks(
  tensor: Tensor,
  map: (bytes: Uint8Array, count: number, signal?: AbortSignal) => Promise<Uint8Array> | Uint8Array,
  signal?: AbortSignal,
) {
  const bits = tensor.dtype.bits;
  const total = elementCount(tensor.shape);
  let done = 0;
  for await (const bytes of viewStream(tensor).chunks(signal)) {
    signal?.throwIfAborted();
    // A packed tensor of odd length ends in half a byte that is no element.
    const count = Math.min(total - done, Math.floor((bytes.length * 8) / bits));
    done += count;
    yield await map(bytes, count, signal);
  }
}
