import type { ByteSource } from '../../src/core/bytes/byteSource';
import { checkRange } from '../../src/core/bytes/checkRange';

/** A file of `size` bytes that starts with `start` and is zeros after it, without taking that memory. */
export function sparseSource(start: Uint8Array, size: number): ByteSource {
  return {
    size,
    read: async (offset, length) => {
      checkRange(size, offset, length);
      const bytes = new Uint8Array(length);
      bytes.set(start.subarray(offset, offset + length));
      return bytes;
    },
    close: async () => {},
  };
}
