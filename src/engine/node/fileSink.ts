import type { FileHandle } from 'node:fs/promises';
import type { ByteSink } from '../../core/writers/writer';

const BUFFER_BYTES = 1024 * 1024;
/** So many bytes go to the disk while the next ones are made; else all would wait for the end. */
const FLUSH_BYTES = 32 * 1024 * 1024;

/** Sends what was written to the disk, beside the writing; `end` tells what failed. */
function flusher(handle: FileHandle) {
  let waitingBytes = 0;
  let underWay: Promise<void> | undefined;
  let failure: unknown;
  return {
    wrote: (byteCount: number) => {
      waitingBytes += byteCount;
      if (waitingBytes < FLUSH_BYTES || underWay) return;
      waitingBytes = 0;
      underWay = handle
        .datasync()
        .catch(error => {
          failure = error;
        })
        .finally(() => {
          underWay = undefined;
        });
    },
    end: async () => {
      await underWay;
      // A system tells of a failed write once: the last flush would not hear of it.
      if (failure !== undefined) throw failure;
    },
  };
}

/**
 * Small writes are gathered; large ones go straight through. Writes to places of their own may be under
 * way side by side, not beside a write in order. `finish` gives the length once all is on its way to the disk.
 */
export function bufferedSink(
  handle: FileHandle,
  onProgress?: (doneBytes: number) => void,
): ByteSink & { finish(): Promise<number> } {
  const buffer = new Uint8Array(BUFFER_BYTES);
  let held = 0;
  let position = 0;
  let doneBytes = 0;
  const disk = flusher(handle);
  const put = async (bytes: Uint8Array, at: number) => {
    let done = 0;
    while (done < bytes.length) {
      done += (await handle.write(bytes, done, bytes.length - done, at + done)).bytesWritten;
    }
    disk.wrote(bytes.length);
    doneBytes += bytes.length;
    onProgress?.(doneBytes);
  };
  const flush = async () => {
    if (held === 0) return;
    const bytes = buffer.subarray(0, held);
    // Cleared at once: a second writer must not flush the same bytes again.
    held = 0;
    await put(bytes, position - bytes.length);
  };
  return {
    write: async (bytes: Uint8Array) => {
      if (held + bytes.length > BUFFER_BYTES) await flush();
      position += bytes.length;
      if (bytes.length >= BUFFER_BYTES) return put(bytes, position - bytes.length);
      buffer.set(bytes, held);
      held += bytes.length;
    },
    writeAt: async (byteOffset: number, bytes: Uint8Array) => {
      const flushed = flush();
      position = Math.max(position, byteOffset + bytes.length);
      await flushed;
      await put(bytes, byteOffset);
    },
    finish: async () => {
      await flush();
      await disk.end();
      return position;
    },
  };
}
