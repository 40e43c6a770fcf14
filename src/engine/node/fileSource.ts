import { stat } from 'node:fs';
import { promisify } from 'node:util';
import type { ByteSource } from '../../core/bytes/byteSource';
import { checkRange } from '../../core/bytes/checkRange';
import { TensorFileError } from '../../core/errors';
import { type Marked, mark, t } from '../../core/l10n';
import { ReadHandle } from './readHandle';

const statOf = promisify(stat);

/** Longest single system read, so that a cancelled long read stops soon. */
const READ_BYTES = 4 * 1024 * 1024;
/** System reads under way at once for one long read: libuv's threads. */
const PARALLEL_READS = 4;

/** Up to this length a read is done at once, on this thread. */
const SYNC_BYTES = 64 * 1024;
const YIELD_MILLISECONDS = 8;

const OPEN_ERRORS: ReadonlyMap<string, Marked> = new Map([
  ['ENOENT', mark('There is no such file: it was moved or deleted')],
  ['EACCES', mark('Permission to read this file is denied')],
  ['EPERM', mark('Permission to read this file is denied')],
  ['EISDIR', mark('This is a folder, not a file')],
  ['ENXIO', mark('This is a socket or a device, not a file')],
  ['ELOOP', mark('This is a link that leads back to itself')],
  ['EMFILE', mark('Too many files are open: close some and try again')],
  ['EBUSY', mark('Another program holds this file: close it there and try again')],
]);

/**
 * A file on disk, read by ranges. Its size is the one at opening.
 * @throws TensorFileError in words for what cannot be opened: missing, no permission, a folder, a socket.
 */
export async function fileSource(path: string): Promise<ByteSource> {
  try {
    // The kind is asked before: opening a pipe would wait for its writer for ever.
    const kind = await statOf(path);
    if (!kind.isFile()) {
      throw new TensorFileError(t(OPEN_ERRORS.get(kind.isDirectory() ? 'EISDIR' : 'ENXIO')!));
    }
    const handle = await ReadHandle.open(path);
    const size = await handle.size().catch(async error => {
      await handle.close();
      throw error;
    });
    return openedSource(handle, size);
  } catch (error) {
    throw error instanceof TensorFileError ? error : inWords(error);
  }
}

function openedSource(handle: ReadHandle, size: number): ByteSource {
  const readInto = async (target: Uint8Array, offset: number, signal?: AbortSignal) => {
    signal?.throwIfAborted();
    checkRange(size, offset, target.length);
    if (target.length <= SYNC_BYTES) return readSmall(handle, size, target, offset);
    let next = 0;
    const readPieces = async () => {
      while (next < target.length) {
        const start = next;
        next += READ_BYTES;
        const piece = target.subarray(start, start + READ_BYTES);
        await readPiece(handle, size, piece, offset + start, signal);
      }
    };
    await Promise.all(Array.from({ length: PARALLEL_READS }, readPieces));
    lastYield = Date.now();
  };
  const read = async (offset: number, length: number, signal?: AbortSignal) => {
    // Before memory is taken for a range that is not there.
    checkRange(size, offset, length);
    const bytes = new Uint8Array(length);
    await readInto(bytes, offset, signal);
    return bytes;
  };
  return { size, read, readInto, close: () => handle.close() };
}

async function readPiece(
  handle: ReadHandle,
  size: number,
  piece: Uint8Array,
  offset: number,
  signal?: AbortSignal,
): Promise<void> {
  for (let done = 0; done < piece.length; ) {
    signal?.throwIfAborted();
    const wanted = piece.length - done;
    const bytesRead = await handle.read(piece, done, wanted, offset + done).catch(error => {
      throw inWords(error);
    });
    if (bytesRead === 0) throw shrunk(size, offset + done);
    done += bytesRead;
  }
}

let lastYield = Date.now();

/**
 * A short read costs less than handing it to another thread: a plane of scattered elements is hundreds of
 * thousands of them. Now and then the event loop gets its turn, so that a cancel is heard.
 */
async function readSmall(handle: ReadHandle, size: number, target: Uint8Array, offset: number) {
  if (Date.now() - lastYield > YIELD_MILLISECONDS) {
    await new Promise(resolve => setImmediate(resolve));
    lastYield = Date.now();
  }
  for (let done = 0; done < target.length; ) {
    const count = readNow(handle, target, done, offset + done);
    if (count === 0) throw shrunk(size, offset + done);
    done += count;
  }
}

function readNow(handle: ReadHandle, bytes: Uint8Array, done: number, position: number): number {
  try {
    return handle.readNow(bytes, done, bytes.length - done, position);
  } catch (error) {
    throw inWords(error);
  }
}

function shrunk(size: number, byteOffset: number): TensorFileError {
  return new TensorFileError(
    t`The file had ${size} bytes when it was opened and now ends at byte ${byteOffset} or before: it was cut while open; open it again`,
    { byteOffset },
  );
}

function inWords(error: unknown): TensorFileError {
  const { code, message } = error as NodeJS.ErrnoException;
  const known = OPEN_ERRORS.get(code ?? '');
  return new TensorFileError(
    known ? t(known) : t`The file cannot be read: ${message}`,
    {},
    { cause: error },
  );
}
