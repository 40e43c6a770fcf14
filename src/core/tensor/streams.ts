import { compactBytes } from './packed';
import { readChunks } from './read';
import { prefersScatter, scatter } from './scatter';
import { cStrides, elementCount, wholeRanges } from './slice';
import type { Tensor } from './tensor';
import type { TensorStream } from './tensorStream';

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
    chunks: signal =>
      computedChunks(tensor, signal) ??
      readChunks(tensor, wholeRanges(tensor.shape), CHUNK_BYTES, signal),
    ...(prefersScatter(tensor) ? { scatter: (put, signal) => scatter(tensor, put, signal) } : {}),
  };
}

/** All bytes of a tensor that is a computed source from its first byte to its last. */
function computedChunks(tensor: Tensor, signal?: AbortSignal) {
  const { source, shape, strides, byteOffset, byteLength } = tensor;
  if (!source.stream || byteOffset !== 0 || byteLength !== source.size) return undefined;
  const own = cStrides(shape);
  const inOrder = shape.every((size, axis) => size === 1 || strides[axis] === own[axis]);
  return inOrder ? source.stream(signal) : undefined;
}
