import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import picomatch from 'picomatch';
import { isLintedInFolders } from '../core/formats/endings';
import type { FindFilesParams } from '../protocol/engineMethods';

/** Which files of a folder are wanted, by paths relative to it with `/`. */
export interface WalkFilter {
  /** Whether to go into a folder. */
  enters(relativePath: string): boolean;
  takes(relativePath: string): boolean;
}

/**
 * The files below a folder, in name order. Links to folders are not followed, as they may lead in circles;
 * a folder that cannot be read is passed over.
 */
export async function* walkFolder(
  folder: string,
  filter: WalkFilter,
  signal?: AbortSignal,
  prefix = '',
): AsyncGenerator<string> {
  signal?.throwIfAborted();
  const entries = await readdir(join(folder, prefix), { withFileTypes: true }).catch(() => []);
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    const relativePath = prefix === '' ? entry.name : `${prefix}/${entry.name}`;
    if (entry.isDirectory()) {
      if (filter.enters(relativePath)) yield* walkFolder(folder, filter, signal, relativePath);
    } else if (filter.takes(relativePath)) {
      yield join(folder, relativePath);
    }
  }
}

/** The files of a folder that a background check reads. */
export async function findFiles(
  { folder, include, exclude }: FindFilesParams,
  signal?: AbortSignal,
): Promise<string[]> {
  const isExcluded = picomatch([...exclude], { dot: true });
  const isIncluded = include === '' ? isLintedInFolders : picomatch(include, { dot: true });
  const paths: string[] = [];
  const filter: WalkFilter = {
    // `**/name/**` is meant for what is in the folder: one name in it stands for all.
    enters: path => !isExcluded(path) && !isExcluded(`${path}/x`),
    takes: path => !isExcluded(path) && isIncluded(path),
  };
  for await (const path of walkFolder(folder, filter, signal)) paths.push(path);
  return paths;
}
