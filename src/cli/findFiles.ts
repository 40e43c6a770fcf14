import { stat } from 'node:fs/promises';
import type { TensorFileError } from '../core/errors';
import { isSharedEnding } from '../core/formats/endings';
import type { ProjectConfigs } from '../core/settings/projectConfigs';
import { isPythonFile, type ScanFilter, ScanFilters } from '../core/settings/scanFilter';
import { type WalkFilter, walkFolder, wholePath } from '../engine/walkFolder';

/** A file to work on. */
export interface FoundFile {
  readonly path: string;
  /** Named on the command line, not found in a folder. */
  readonly named: boolean;
  /** Why this, a folder, cannot be read. */
  readonly error?: TensorFileError;
}

/** The project files that count for folders; null where none is read. */
export type Configs = Pick<ProjectConfigs, 'of'> | null;

/**
 * The files to check, in name order: those named, whatever project files say, and in folders every tensor
 * file, notebook and `.py` that they do not exclude.
 */
export function lintableFiles(
  paths: readonly string[],
  configs: Configs,
): AsyncGenerator<FoundFile> {
  return filesOf(paths, configs, filter => ({
    enters: filter.enters,
    takes: path =>
      filter.takes(path) ||
      ((isPythonFile(path) || isSharedEnding(path)) && !filter.excludes(path)),
  }));
}

/** The files named, and in folders every tensor file, in name order. */
export function tensorFiles(paths: readonly string[]): AsyncGenerator<FoundFile> {
  return filesOf(paths, null, filter => filter);
}

async function* filesOf(
  paths: readonly string[],
  configs: Configs,
  wanted: (filter: ScanFilter) => WalkFilter,
): AsyncGenerator<FoundFile> {
  for (const path of paths) {
    if (!(await isFolder(path))) {
      yield { path, named: true };
      continue;
    }
    const filters = new ScanFilters(wholePath(path), configs);
    const filterIn = async (folder: string) => wanted(await filters.in(folder));
    for await (const found of walkFolder(path, filterIn))
      yield { ...found, named: found.path === path };
  }
}

/** Whether there is a folder at a path. */
export async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    found => found.isDirectory(),
    () => false,
  );
}
