import { randomUUID } from 'node:crypto';
import { type FileHandle, link, open, rename, stat, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { TensorFileError } from '../core/errors';
import { type LocalText, t } from '../core/l10n';
import type { ByteSink } from '../core/writers/writer';

export interface AtomicWriteOptions {
  /** Replace an existing file; without it an existing file is refused. */
  readonly overwrite: boolean;
  /** Told the bytes written so far, at most every few tens of milliseconds' worth of them. */
  readonly onProgress?: (doneBytes: number) => void;
}

/** The start of every temporary file's name, beside its target. */
export const TEMPORARY_PREFIX = '.tensor-loupe-';

/**
 * Writes a file so that it is either there whole or not there at all: into a temporary file beside it,
 * flushed to the disk, then given its name. A failure or an abort leaves nothing behind.
 * @returns the file's length in bytes.
 * @throws TensorFileError that says why the disk or the folder refused.
 */
export async function atomicWrite(
  path: string,
  write: (sink: ByteSink) => Promise<void>,
  options: AtomicWriteOptions,
  signal?: AbortSignal,
): Promise<number> {
  signal?.throwIfAborted();
  await demandTarget(path, options.overwrite);
  const temporary = join(dirname(path), `${TEMPORARY_PREFIX}${randomUUID()}.tmp`);
  let handle: FileHandle | undefined;
  try {
    handle = await open(temporary, 'wx');
    const sink = bufferedSink(handle, options.onProgress);
    await write(sink);
    const length = await sink.finish();
    await handle.sync();
    await handle.close();
    handle = undefined;
    signal?.throwIfAborted();
    await giveName(temporary, path, options.overwrite);
    await syncFolder(dirname(path));
    return length;
  } catch (error) {
    await handle?.close().catch(() => {});
    await unlink(temporary).catch(() => {});
    throw explained(error, path);
  }
}

/** @throws TensorFileError when the folder is not there, or a file is in the way. */
export async function demandTarget(path: string, overwrite: boolean): Promise<void> {
  const folder = await stat(dirname(path)).catch(error => {
    throw explained(error, path);
  });
  if (!folder.isDirectory())
    throw new TensorFileError(t`${path} cannot be written: ${dirname(path)} is not a folder`);
  const there = await stat(path).catch(() => undefined);
  if (there?.isDirectory())
    throw new TensorFileError(t`${path} cannot be written: it is a folder; give a file name`);
  if (there && !overwrite) throw exists(path);
}

function exists(path: string): TensorFileError {
  return new TensorFileError(
    t`${path} exists already: choose another name, or say that it may be overwritten`,
  );
}

/** A hard link refuses an existing name in one step; where links are not possible, a rename comes close. */
async function giveName(temporary: string, path: string, overwrite: boolean): Promise<void> {
  if (overwrite) return rename(temporary, path);
  try {
    await link(temporary, path);
  } catch (error) {
    if (codeOf(error) === 'EEXIST') throw exists(path);
    await demandTarget(path, false);
    return rename(temporary, path);
  }
  await unlink(temporary);
}

/** The new name itself must survive a power cut; not every system lets a folder be flushed. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined);
  await handle?.sync().catch(() => {});
  await handle?.close();
}

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
 * way side by side, not beside a write in order.
 */
function bufferedSink(handle: FileHandle, onProgress?: (doneBytes: number) => void) {
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

const REASONS: Readonly<Record<string, (path: string) => LocalText>> = {
  ENOSPC: path =>
    t`${path} cannot be written: the disk is full; free some space or choose another folder`,
  EDQUOT: path => t`${path} cannot be written: your disk quota is used up; free some space`,
  EACCES: path =>
    t`${path} cannot be written: you may not write in ${dirname(path)}; choose another folder`,
  EPERM: path =>
    t`${path} cannot be written: you may not write in ${dirname(path)}; choose another folder`,
  EROFS: path => t`${path} cannot be written: its disk is read-only; choose another folder`,
  ENOENT: path =>
    t`${path} cannot be written: the folder ${dirname(path)} is not there; make it first`,
  ENOTDIR: path => t`${path} cannot be written: ${dirname(path)} is not a folder`,
  ENAMETOOLONG: path => t`The name ${basename(path).slice(0, 40)}... is too long for this disk`,
  EFBIG: path => t`${path} cannot be written: the file would be larger than this disk can hold`,
  EMFILE: path => t`${path} cannot be written: too many files are open`,
};

function explained(error: unknown, path: string): unknown {
  const reason = REASONS[codeOf(error)];
  return reason ? new TensorFileError(reason(path), {}, { cause: error }) : error;
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
