import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { ScanFilters } from '../core/settings/scanFilter';
import type { FindFilesParams } from '../protocol/engineMethods';
import { diskConfigs } from './diskConfigs';

/** Which files of a folder are wanted, by whole paths with `/`. */
export interface WalkFilter {
  /** Whether to go into a folder. */
  enters(path: string): boolean;
  takes(path: string): boolean;
}

/** The filter for what lies in a folder, given by its whole path with `/`. */
export type FilterIn = (folder: string) => Promise<WalkFilter>;

/** The whole path of a file or folder, with `/`. */
export function wholePath(path: string): string {
  return resolve(path).replaceAll('\\', '/').replace(/\/$/, '');
}

/**
 * The files below a folder, in name order. Links to folders are not followed, as they may lead in circles;
 * a folder that cannot be read is passed over.
 */
export async function* walkFolder(
  folder: string,
  filterIn: FilterIn,
  signal?: AbortSignal,
): AsyncGenerator<string> {
  signal?.throwIfAborted();
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  const whole = wholePath(folder);
  const filter = await filterIn(whole);
  for (const entry of entries) {
    const path = `${whole}/${entry.name}`;
    if (entry.isDirectory()) {
      if (filter.enters(path)) yield* walkFolder(join(folder, entry.name), filterIn, signal);
    } else if (filter.takes(path)) {
      yield join(folder, entry.name);
    }
  }
}

/** The files of a folder that a background check reads. */
export async function findFiles(
  { folder, settings, readsProjects }: FindFilesParams,
  signal?: AbortSignal,
): Promise<string[]> {
  const configs = readsProjects ? diskConfigs({ isLenient: true }) : null;
  const filters = new ScanFilters(wholePath(folder), configs, settings);
  const paths: string[] = [];
  for await (const path of walkFolder(folder, inner => filters.in(inner), signal)) paths.push(path);
  return paths;
}
