import type { ByteSource } from './byteSource';

/** A source that counts what is read through it, for tests of the byte budgets. */
interface CountingSource extends ByteSource {
  readonly bytesRead: number;
  readonly calls: number;
  reset(): void;
}

/** Counts the bytes and calls of every read of `source`. */
export function countingSource(source: ByteSource): CountingSource {
  let bytesRead = 0;
  let calls = 0;
  return {
    size: source.size,
    get bytesRead() {
      return bytesRead;
    },
    get calls() {
      return calls;
    },
    reset: () => {
      bytesRead = 0;
      calls = 0;
    },
    read: (offset, length, signal) => {
      bytesRead += length;
      calls++;
      return source.read(offset, length, signal);
    },
    ...(source.readInto && {
      readInto: (target: Uint8Array, offset: number, signal?: AbortSignal) => {
        bytesRead += target.length;
        calls++;
        return source.readInto!(target, offset, signal);
      },
    }),
    close: () => source.close(),
  };
}
