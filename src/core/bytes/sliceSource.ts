import type { ByteSource } from './byteSource';
import { checkRange } from './checkRange';

/** `length` bytes of a source from `offset`, as a source; closing it leaves the inner one open. */
export function sliceSource(source: ByteSource, offset: number, length: number): ByteSource {
  checkRange(source.size, offset, length);
  return {
    size: length,
    read: async (at, count, signal) => {
      checkRange(length, at, count);
      return source.read(offset + at, count, signal);
    },
    ...(source.readInto && {
      readInto: async (target: Uint8Array, at: number, signal?: AbortSignal) => {
        checkRange(length, at, target.length);
        return source.readInto!(target, offset + at, signal);
      },
    }),
    close: async () => {},
  };
}
