import { TensorFileError } from '../core/errors';
import { t } from '../core/l10n';
import { pythonOf, ScanFilters } from '../core/settings/scanFilter';
import type { FindFilesParams } from '../protocol/engineMethods';
import { diskConfigs } from './diskConfigs';
import { files } from './node/files';
import { paths } from './node/paths';

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
  return paths.resolve(path).replaceAll('\\', '/').replace(/\/$/, '');
}

/** A file that is wanted, or a folder that cannot be read, with the reason. */
export interface Walked {
  readonly path: string;
  readonly error?: TensorFileError;
}

/**
 * The files below a folder, in name order. Links to folders are not followed, as they may lead in circles;
 * a folder that cannot be read is given with its error, and the others still come.
 */
export async function* walkFolder(
  folder: string,
  filterIn: FilterIn,
  signal?: AbortSignal,
): AsyncGenerator<Walked> {
  signal?.throwIfAborted();
  const entries = await files.entriesOf(folder).catch(inWords);
  if (entries instanceof TensorFileError) {
    yield { path: folder, error: entries };
    return;
  }
  const inOrder = entries.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const whole = wholePath(folder);
  const filter = await filterIn(whole);
  for (const entry of inOrder) {
    const path = `${whole}/${entry.name}`;
    if (entry.isFolder) {
      if (filter.enters(path)) yield* walkFolder(paths.join(folder, entry.name), filterIn, signal);
    } else if (filter.takes(path)) {
      yield { path: paths.join(folder, entry.name) };
    }
  }
}

function inWords(cause: Error & { readonly code?: string }): TensorFileError {
  const isDenied = cause.code === 'EACCES' || cause.code === 'EPERM';
  const message = isDenied
    ? t('Permission to read this folder is denied')
    : t`This folder cannot be read: ${cause.message}`;
  return new TensorFileError(message, {}, { cause });
}

/** The files of a folder that a background check reads. */
export async function findFiles(
  { folder, wanted, settings, readsProjects }: FindFilesParams,
  signal?: AbortSignal,
): Promise<string[]> {
  const configs = readsProjects ? diskConfigs({ isLenient: true }) : null;
  const filters = new ScanFilters(wholePath(folder), configs, settings);
  const filterIn: FilterIn = async inner => {
    const filter = await filters.in(inner);
    return wanted === 'tensors' ? filter : pythonOf(filter);
  };
  const found: string[] = [];
  for await (const { path, error } of walkFolder(folder, filterIn, signal))
    if (!error) found.push(path);
  return found;
}
