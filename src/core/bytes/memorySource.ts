import type { ByteSource } from './byteSource';
import { checkRange } from './checkRange';

/** Bytes already in memory; reads are views on them. */
export function memorySource(bytes: Uint8Array): ByteSource {
  return {
    size: bytes.length,
    read: async (offset, length, signal) => {
      signal?.throwIfAborted();
      checkRange(bytes.length, offset, length);
      return bytes.subarray(offset, offset + length);
    },
    close: async () => {},
  };
}
