import type { ByteSource } from '../bytes/byteSource';
import type { ByteSpan } from './byteSpan';
import { readBoxInto } from './read';
import type { AxisRange } from './slice';
import { type Allocate, bufferRing, keptMemory } from './stridedRead/buffers';
import type { Tensor } from './tensor';

/** Where a box lies as one run, compact, in C order and little endian already; null when it does not. */
export function contiguousSpan(tensor: Tensor, ranges: readonly AxisRange[]): ByteSpan | null {
  const { dtype, byteOrder, strides, shape } = tensor;
  if (dtype.bits % 8 !== 0 || (byteOrder === 'big' && dtype.swapBytes > 1)) return null;
  let count = 1;
  let first = 0;
  for (let axis = ranges.length - 1; axis >= 0; axis--) {
    const range = ranges[axis]!;
    // What lies outside the tensor is for the checked reader to refuse.
    if (range.start < 0 || range.start + (range.count - 1) * range.step >= shape[axis]!)
      return null;
    first += range.start * strides[axis]!;
    if (range.count === 1) continue;
    if (range.count < 1 || strides[axis]! * range.step !== count) return null;
    count *= range.count;
  }
  const elementBytes = dtype.bits / 8;
  return { byteOffset: tensor.byteOffset + first * elementBytes, byteLength: count * elementBytes };
}

/** How a span is read: in chunks, into buffers that are used again in turn. */
export interface SpanOptions {
  readonly chunkBytes: number;
  /** A chunk stays untouched until this many more were asked for. */
  readonly bufferCount: number;
  readonly allocate: Allocate;
}

/** The chunks of a span of a source that can fill buffers. */
export async function* readSpan(
  source: ByteSource,
  { byteOffset, byteLength }: ByteSpan,
  { chunkBytes, bufferCount, allocate }: SpanOptions,
  signal?: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const buffers = bufferRing(bufferCount, allocate);
  for (let done = 0; done < byteLength; done += chunkBytes) {
    const chunk = buffers(Math.min(chunkBytes, byteLength - done));
    await source.readInto!(chunk, byteOffset + done, signal);
    yield chunk;
  }
}

/** Reads boxes as `readBox` does. */
export type BoxReader = (
  tensor: Tensor,
  ranges: readonly AxisRange[],
  signal?: AbortSignal,
) => Promise<Uint8Array>;

/** A reader whose results stay untouched until `bufferCount` more boxes are asked for. */
export function createBoxReader(bufferCount: number): BoxReader {
  const memory = keptMemory(bufferCount);
  return (tensor, ranges, signal) => readBoxInto(tensor, ranges, memory, signal);
}
