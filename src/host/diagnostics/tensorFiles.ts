import * as vscode from 'vscode';
import { config } from '../config';
import { SCAN_GLOB } from '../fileTypes';
import type { Services } from '../services';

/** The tensor files of a folder: walked beside the engine where it is on disk, else by VS Code's search. */
export async function tensorFilesIn(
  services: Services,
  folder: vscode.Uri,
  signal?: AbortSignal,
): Promise<vscode.Uri[]> {
  const include = config.lintInclude();
  const exclude = config.lintExclude();
  if (folder.scheme === 'file') {
    const params = { folder: folder.fsPath, include, exclude };
    const paths = await services.engine.call('findFiles', params, signal ? { signal } : {});
    return paths.map(path => vscode.Uri.file(path));
  }
  const pattern = new vscode.RelativePattern(folder, include || SCAN_GLOB);
  const excluded = exclude.length > 0 ? `{${exclude.join(',')}}` : undefined;
  return vscode.workspace.findFiles(pattern, excluded);
}

/** The tensor files of every workspace folder. */
export async function tensorFilesOfWorkspace(
  services: Services,
  signal?: AbortSignal,
): Promise<vscode.Uri[]> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const lists = await Promise.all(folders.map(({ uri }) => tensorFilesIn(services, uri, signal)));
  return lists.flat();
}

/** Files as they are, folders by the tensor files in them. */
export async function tensorFilesAmong(
  services: Services,
  uris: readonly vscode.Uri[],
): Promise<vscode.Uri[]> {
  const lists = await Promise.all(
    uris.map(async uri => {
      const { type } = await vscode.workspace.fs.stat(uri);
      return (type & vscode.FileType.Directory) === 0 ? [uri] : tensorFilesIn(services, uri);
    }),
  );
  return lists.flat();
}
