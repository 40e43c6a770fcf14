import type { ByteSource } from './byteSource';
import { checkRange } from './checkRange';

/**
 * A source whose short reads are served from the last `windowBytes` that were read: for headers that lie
 * side by side, which would cost a read of the disk each. Longer reads go straight through.
 */
export function windowedSource(source: ByteSource, windowBytes: number): ByteSource {
  let start = 0;
  let window: Uint8Array = new Uint8Array(0);
  const read = async (offset: number, length: number, signal?: AbortSignal) => {
    if (length > windowBytes) return source.read(offset, length, signal);
    checkRange(source.size, offset, length);
    if (offset < start || offset + length > start + window.length) {
      // In one step once the bytes are there: two reads at once must not mix their windows.
      const bytes = await source.read(offset, Math.min(windowBytes, source.size - offset), signal);
      [start, window] = [offset, bytes];
      return bytes.subarray(0, length);
    }
    return window.subarray(offset - start, offset - start + length);
  };
  return { size: source.size, read, close: () => source.close() };
}
