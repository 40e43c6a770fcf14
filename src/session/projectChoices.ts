import type { Kind } from '../core/contracts/index';
import { t } from '../core/l10n';
import { PROJECT_FILE } from '../core/settings/projectConfig';
import { pathInProject } from '../core/settings/projectConfigs';
import { globOf, withKind, withRuleOff } from '../core/settings/projectEdits';
import type { IgnoreScope } from '../protocol/webviewMethods';
import type { Session } from './session';
import type { Uri } from './uri';

/**
 * Switches a rule off in the `tensor-loupe.json` that counts for a file, or in a new one at the top of its
 * workspace folder. Answers which one was written.
 * @throws Error where none can be: outside of all folders, in a workspace that is not trusted, over a broken one
 */
export async function ignoreRule(
  session: Session,
  uri: Uri,
  rule: string,
  scope: IgnoreScope,
): Promise<Uri> {
  return editProject(session, uri, (text, path) => withRuleOff(text, rule, globFor(path, scope)));
}

/** Gives a kind to the tensors of a name in all files of a file's folder; the rest as `ignoreRule`. */
export async function giveKind(
  session: Session,
  uri: Uri,
  tensor: string,
  kind: Kind | 'none',
): Promise<Uri> {
  return editProject(session, uri, (text, path) =>
    withKind(text, globFor(path, 'folder') ?? '**', globOf(tensor), kind),
  );
}

/** The glob of a file, or of all below its folder; null is everywhere. */
function globFor(path: string, scope: IgnoreScope): string | null {
  if (scope === 'everywhere') return null;
  if (scope === 'file') return globOf(path);
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '**' : `${globOf(path.slice(0, slash))}/**`;
}

async function editProject(
  { workspace, projects }: Session,
  uri: Uri,
  edit: (text: string, path: string) => string,
): Promise<Uri> {
  const { files, isTrusted } = workspace;
  if (!isTrusted) throw new Error(t`${PROJECT_FILE} does not count until you trust this workspace`);
  const found = await projects.of(uri);
  const folder = found?.folder ?? folderOf(files.folders, uri)?.path;
  if (folder === undefined)
    throw new Error(
      t`This file is in no folder of the workspace that could hold a ${PROJECT_FILE}`,
    );
  const target = uri.with({ path: `${folder}/${PROJECT_FILE}`, query: '', fragment: '' });
  const before = await files.read(target).then(
    bytes => new TextDecoder().decode(bytes),
    () => '',
  );
  const path = found ? pathInProject(found, uri.path) : uri.path.slice(folder.length + 1);
  await files.write(target, new TextEncoder().encode(edit(before, path)));
  return target;
}

/** The workspace folder that holds a file; undefined where none does. */
export function folderOf(folders: readonly Uri[], uri: Uri): Uri | undefined {
  return folders.find(
    ({ scheme, authority, path }) =>
      scheme === uri.scheme && authority === uri.authority && uri.path.startsWith(`${path}/`),
  );
}
