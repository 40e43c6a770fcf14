import type { ByteSource } from '../bytes/byteSource';
import { checkRange } from '../bytes/checkRange';
import { compactBytes } from './packed';
import { cStrides, elementCount } from './slice';
import type { Tensor } from './tensor';

/** How bytes are made that nobody stores: in C order, little endian. */
interface LazyBytes {
  /** `length` bytes from `offset`, both inside the tensor. May be shared: do not write into them. */
  read(offset: number, length: number, signal?: AbortSignal): Promise<Uint8Array>;
  /** All of them in order, in bounded chunks, which costs less than asking range by range. */
  stream(signal?: AbortSignal): AsyncIterable<Uint8Array>;
}

/** A tensor whose bytes are made when they are read. */
export function lazyTensor(
  header: Pick<Tensor, 'name' | 'dtype' | 'shape'>,
  bytes: LazyBytes,
): Tensor {
  const { name, dtype, shape } = header;
  const size = compactBytes(header, elementCount(shape));
  const source: ByteSource = {
    size,
    read: async (offset, length, signal) => {
      signal?.throwIfAborted();
      checkRange(size, offset, length);
      return length === 0 ? new Uint8Array(0) : bytes.read(offset, length, signal);
    },
    stream: signal => bytes.stream(signal),
    close: async () => {},
  };
  return {
    name,
    dtype,
    shape,
    strides: cStrides(shape),
    byteOffset: 0,
    byteOrder: 'little',
    byteLength: size,
    source,
  };
}
