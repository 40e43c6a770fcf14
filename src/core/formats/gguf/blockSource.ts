import type { ByteSource } from '../../bytes/byteSource';
import { checkRange } from '../../bytes/checkRange';
import type { BlockType, DecodeBlock } from './block';

const FLOAT_BYTES = 4;
/** Blocks that are read at once: about 2 MiB of values. */
const MAX_VALUES = 1 << 19;

/**
 * The values of a block-quantised tensor as little-endian float32, decoded as they are read: only the
 * blocks that a range touches are.
 * @param byteOffset where the first block starts in `source`
 */
export function blockSource(
  source: ByteSource,
  byteOffset: number,
  elementCount: number,
  block: BlockType & { readonly decode: DecodeBlock },
): ByteSource {
  const size = elementCount * FLOAT_BYTES;
  const readInto = async (target: Uint8Array, offset: number, signal?: AbortSignal) => {
    checkRange(size, offset, target.length);
    const perRead = Math.floor(MAX_VALUES / block.elements);
    const end = offset + target.length;
    for (let at = offset; at < end; ) {
      const first = Math.floor(at / FLOAT_BYTES / block.elements);
      const last = Math.ceil(end / FLOAT_BYTES / block.elements);
      const count = Math.min(perRead, last - first);
      const values = await decodeBlocks(first, count, signal);
      const start = first * block.elements * FLOAT_BYTES;
      const stop = Math.min(end, start + values.length);
      target.set(values.subarray(at - start, stop - start), at - offset);
      at = stop;
    }
  };
  const decodeBlocks = async (first: number, count: number, signal?: AbortSignal) => {
    const from = byteOffset + first * block.bytes;
    const bytes = await source.read(from, count * block.bytes, signal);
    const values = new Float32Array(count * block.elements);
    for (let i = 0; i < count; i++)
      block.decode(bytes, i * block.bytes, values, i * block.elements);
    return new Uint8Array(values.buffer);
  };
  return {
    size,
    read: async (offset, length, signal) => {
      const bytes = new Uint8Array(length);
      await readInto(bytes, offset, signal);
      return bytes;
    },
    readInto,
    close: () => source.close(),
  };
}
