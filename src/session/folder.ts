import { worstSeverity } from '../core/findings';
import { isSharedEnding, isShownInFolders } from '../core/formats/endings';
import { t } from '../core/l10n';
import type { FolderFile } from '../protocol/webviewMethods';
import type { Session } from './session';
import { fileNameOf, folderPathOf, type Uri } from './uri';

/** As the Explorer orders names. */
const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

/** The tensor files and pictures of a file's folder, in the Explorer's order; none where it cannot be listed. */
export async function filesBeside(
  { workspace, findings }: Pick<Session, 'workspace' | 'findings'>,
  uri: Uri,
): Promise<readonly FolderFile[]> {
  const folder = uri.with({ path: folderPathOf(uri) || '/', query: '', fragment: '' });
  const names = await workspace.files.list(folder).catch(() => []);
  return names
    .filter(name => isWalked(uri, name))
    .sort((a, b) => collator.compare(a, b) || (a < b ? -1 : 1))
    .map(name => {
      const found = findings.of(fileBeside(uri, name));
      return { name, worst: worstSeverity(found.map(({ severity }) => severity)) };
    });
}

/**
 * The address of a file of the same folder by its name: a page can name no other.
 * @throws Error for a name that is none of a tensor file or a picture
 */
export function fileBeside(uri: Uri, name: string): Uri {
  if (name === fileNameOf(uri)) return uri;
  if (/[/\\]/.test(name) || !isWalked(uri, name))
    throw new Error(t`${name} is no tensor file of this folder`);
  return uri.with({ path: `${folderPathOf(uri)}/${name}` });
}

/** Endings that others use too are walked only from one of their own: a `.bin` may be anything. */
function isWalked(uri: Uri, name: string): boolean {
  return isShownInFolders(name) || (isSharedEnding(name) && isSharedEnding(fileNameOf(uri)));
}
