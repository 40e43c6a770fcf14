import { ENDINGS } from '../core/formats/endings';
import { pythonOf, ScanFilters, type ScanSettings } from '../core/settings/scanFilter';
import { SETTINGS } from '../core/settings/settings';
import type { FindFilesParams } from '../protocol/engineMethods';
import type { Session } from './session';
import { userSetting } from './settingsOf';
import { folderPathOf, type Uri } from './uri';

/** Every tensor file that a background check reads; images are pictures first and are left alone. */
export const SCAN_GLOB = `**/*.{${[...ENDINGS.owned, ...ENDINGS.linted].join(',')}}`;

/** Python files, and notebooks. */
export const PYTHON_GLOB = '**/*.{py,ipynb}';

/** What a search is for. */
type Wanted = FindFilesParams['wanted'];

/** The files of a folder: walked beside the engine where it is on disk, else by the workspace's search. */
async function filesIn(
  session: Session,
  wanted: Wanted,
  folder: Uri,
  signal?: AbortSignal,
): Promise<readonly Uri[]> {
  const { engine, workspace } = session;
  const settings = scanSettings(session);
  const path = workspace.files.pathOf(folder);
  if (path !== null) {
    const { isTrusted, files } = workspace;
    const params = { folder: path, wanted, settings, readsProjects: isTrusted };
    const paths = await engine.call('findFiles', params, signal ? { signal } : {});
    return paths.map(found => files.ofPath(found));
  }
  const { include = SCAN_GLOB, exclude = SETTINGS.lintExclude.default } = settings;
  const glob = wanted === 'python' ? PYTHON_GLOB : include;
  const found = await workspace.files.find(folder, glob, exclude);
  const filters = filtersOf(session, folder);
  const taken = await Promise.all(found.map(async uri => isTaken(filters, wanted, uri)));
  return found.filter((_, i) => taken[i]);
}

/** The tensor files, or the Python files, of every workspace folder. */
export async function filesOfWorkspace(
  session: Session,
  wanted: Wanted,
  signal?: AbortSignal,
): Promise<readonly Uri[]> {
  const { folders } = session.workspace.files;
  const lists = await Promise.all(folders.map(folder => filesIn(session, wanted, folder, signal)));
  return lists.flat();
}

/** Files as they are, folders by the tensor files in them. @throws for what is not there. */
export async function tensorFilesAmong(
  session: Session,
  uris: readonly Uri[],
): Promise<readonly Uri[]> {
  const lists = await Promise.all(
    uris.map(async uri => {
      const { isFolder } = await session.workspace.files.stat(uri);
      return isFolder ? filesIn(session, 'tensors', uri) : [uri];
    }),
  );
  return lists.flat();
}

/** Whether a background check would read a file that has changed. */
export async function isScanned(session: Session, wanted: Wanted, uri: Uri): Promise<boolean> {
  const folder = session.workspace.files.folders.find(
    ({ scheme, authority, path }) =>
      scheme === uri.scheme && authority === uri.authority && uri.path.startsWith(`${path}/`),
  );
  return folder !== undefined && isTaken(filtersOf(session, folder), wanted, uri);
}

function scanSettings({ workspace: { settings } }: Session): ScanSettings {
  // An empty glob is the default: every tensor file.
  const include = userSetting(settings, SETTINGS.lintInclude) || undefined;
  return { include, exclude: userSetting(settings, SETTINGS.lintExclude) };
}

function filtersOf(session: Session, folder: Uri): ScanFilters {
  return new ScanFilters(folder.path, session.projects.configs(folder), scanSettings(session));
}

async function isTaken(filters: ScanFilters, wanted: Wanted, uri: Uri): Promise<boolean> {
  const filter = await filters.in(folderPathOf(uri));
  return (wanted === 'python' ? pythonOf(filter) : filter).takes(uri.path);
}
