import { type FileHandle, link, open, rename, stat, unlink } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { TensorFileError } from '../../core/errors';
import { type LocalText, t } from '../../core/l10n';
import type { AtomicWriteOptions, StagedFile, WriteBytes } from '../platform';
import { bufferedSink } from './fileSink';
import { removeLeftovers, temporaryBeside } from './leftovers';

/**
 * Writes a file so that it is either there whole or not there at all: into a temporary file beside it,
 * flushed to the disk, then given its name. A failure or an abort leaves nothing behind.
 * @returns the file's length in bytes.
 * @throws TensorFileError that says why the disk or the folder refused.
 */
export async function atomicWrite(
  path: string,
  write: WriteBytes,
  { overwrite, onProgress }: AtomicWriteOptions,
  signal?: AbortSignal,
): Promise<number> {
  signal?.throwIfAborted();
  await demandTarget(path, overwrite);
  await removeLeftovers([path]);
  const staged = await stageFile(path, write, onProgress, signal);
  try {
    signal?.throwIfAborted();
    await giveNames([staged], overwrite);
    return staged.byteLength;
  } catch (error) {
    await discardStaged([staged]);
    throw error;
  }
}

/** Writes a file under a temporary name. @throws TensorFileError as `atomicWrite`; nothing is left then. */
export async function stageFile(
  path: string,
  write: WriteBytes,
  onProgress?: (doneBytes: number) => void,
  signal?: AbortSignal,
): Promise<StagedFile> {
  signal?.throwIfAborted();
  const temporary = temporaryBeside(path, 'tmp');
  let handle: FileHandle | undefined;
  try {
    handle = await open(temporary, 'wx');
    const sink = bufferedSink(handle, onProgress);
    await write(sink);
    const byteLength = await sink.finish();
    await handle.sync();
    await handle.close();
    handle = undefined;
    return { path, temporary, byteLength };
  } catch (error) {
    await handle?.close().catch(() => {});
    await unlink(temporary).catch(() => {});
    throw explained(error, path);
  }
}

/**
 * Gives all files their names, or none: where one cannot have its own, those that were given are taken
 * back, and what they replaced is there again. @throws TensorFileError that says which and why.
 */
export async function giveNames(staged: readonly StagedFile[], overwrite: boolean): Promise<void> {
  const given: { readonly path: string; readonly before: string | null }[] = [];
  try {
    for (const { temporary, path } of staged) {
      // A single file replaces the old one in one step: there is nothing to take back.
      const before = overwrite && staged.length > 1 ? await setAside(path) : null;
      try {
        await giveName(temporary, path, overwrite);
      } catch (error) {
        if (before !== null) await rename(before, path);
        throw explained(error, path);
      }
      given.push({ path, before });
    }
  } catch (error) {
    for (const { path, before } of given.reverse())
      await (before === null ? unlink(path) : rename(before, path)).catch(() => {});
    throw error;
  }
  for (const { before } of given) if (before !== null) await unlink(before).catch(() => {});
  const folders = new Set(staged.map(({ path }) => dirname(path)));
  for (const folder of folders) await syncFolder(folder);
}

/** Removes files that never got their names. */
export async function discardStaged(staged: readonly StagedFile[]): Promise<void> {
  for (const { temporary } of staged) await unlink(temporary).catch(() => {});
}

/** A second name for the file that is replaced; null where there is none. */
async function setAside(path: string): Promise<string | null> {
  await demandTarget(path, true);
  const aside = temporaryBeside(path, 'old');
  try {
    await link(path, aside);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    // Not every disk has links: for a moment the name is free.
    await rename(path, aside);
  }
  return aside;
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
