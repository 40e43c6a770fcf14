import * as vscode from 'vscode';
import { isSameJson } from '../session/sameJson';
import type {
  FileChange,
  Files,
  Notebook,
  Questions,
  Settings,
  Texts,
  Workspace,
} from '../session/workspace';
import { warn } from './notify';

/** Before every setting of ours. */
export const SECTION = 'tensorLoupe';

/** VS Code as the workspace of a session. */
export function vscodeWorkspace(
  log: vscode.LogOutputChannel,
  state: vscode.Memento,
  { version, hasDisk }: { readonly version: string; readonly hasDisk: boolean },
): Workspace & vscode.Disposable {
  const { texts, dispose } = openTexts();
  return {
    version,
    get isTrusted() {
      return vscode.workspace.isTrusted;
    },
    onDidTrust: vscode.workspace.onDidGrantWorkspaceTrust,
    files: filesOf(hasDisk),
    settings,
    state: {
      get: (key, fallback) => state.get(key, fallback),
      update: (key, value) => state.update(key, value),
    },
    texts,
    questions,
    log,
    strings: vscode.l10n.bundle ?? {},
    dispose,
  };
}

const filesOf = (hasDisk: boolean): Files => ({
  get folders() {
    return (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri);
  },
  onDidChangeFolders: vscode.workspace.onDidChangeWorkspaceFolders,
  parse: address => vscode.Uri.parse(address),
  pathOf: uri => (hasDisk && uri.scheme === 'file' ? uri.fsPath : null),
  placeOf: uri => (hasDisk ? (uri.scheme === 'file' ? uri.fsPath : null) : uri.toString()),
  ofPath: path => (hasDisk ? vscode.Uri.file(path) : vscode.Uri.parse(path, true)),
  relativePath: uri => vscode.workspace.asRelativePath(uri, false),
  async stat(uri) {
    const { size, type, mtime } = await vscode.workspace.fs.stat(uri);
    return { size, modified: mtime, isFolder: (type & vscode.FileType.Directory) !== 0 };
  },
  read: async uri => vscode.workspace.fs.readFile(uri),
  write: async (uri, bytes) => vscode.workspace.fs.writeFile(vscode.Uri.from(uri), bytes),
  async list(folder) {
    const entries = await vscode.workspace.fs.readDirectory(vscode.Uri.from(folder));
    return entries.flatMap(([name, type]) => (type & vscode.FileType.Directory ? [] : [name]));
  },
  find: async (folder, include, exclude) =>
    vscode.workspace.findFiles(
      new vscode.RelativePattern(folder, include),
      exclude.length > 0 ? `{${exclude.join(',')}}` : undefined,
    ),
  watchFile(uri, hear) {
    const folder = vscode.Uri.joinPath(uri, '..');
    const name = uri.path.slice(uri.path.lastIndexOf('/') + 1);
    return watch(new vscode.RelativePattern(folder, escapeGlob(name)), hear);
  },
  watchAll: watch,
});

function watch(pattern: vscode.GlobPattern, hear: (change: FileChange) => void): vscode.Disposable {
  const watcher = vscode.workspace.createFileSystemWatcher(pattern);
  watcher.onDidCreate(uri => hear({ type: 'created', uri }));
  watcher.onDidChange(uri => hear({ type: 'changed', uri }));
  watcher.onDidDelete(uri => hear({ type: 'deleted', uri }));
  return watcher;
}

function escapeGlob(name: string): string {
  return name.replace(/[[\]{}*?]/g, character => `[${character}]`);
}

const settings: Settings = {
  get(key, uri) {
    const section = vscode.workspace.getConfiguration(SECTION, uri);
    // VS Code hands out objects as proxies, which cannot be posted to the engine.
    const value = plain(section.get(key));
    return isSameJson(value, plain(section.inspect(key)?.defaultValue)) ? undefined : value;
  },
  onDidChange: hear =>
    vscode.workspace.onDidChangeConfiguration(event =>
      hear({
        affects: (key, uri) =>
          event.affectsConfiguration(key === undefined ? SECTION : `${SECTION}.${key}`, uri),
      }),
    ),
};

function plain(value: unknown): unknown {
  return typeof value === 'object' ? JSON.parse(JSON.stringify(value)) : value;
}

const questions: Questions = {
  warn: (message, ...choices) => warn(message, ...choices),
  async chooseFile({ beside, title, button }) {
    const defaultUri = vscode.Uri.joinPath(beside, '..');
    const chosen = await vscode.window.showOpenDialog({ defaultUri, title, openLabel: button });
    return chosen?.[0];
  },
};

function notebookOf(notebook: vscode.NotebookDocument): Notebook {
  return {
    uri: notebook.uri,
    getCells: () =>
      notebook.getCells().map(({ document, kind }) => ({
        document,
        isCode: kind === vscode.NotebookCellKind.Code,
      })),
  };
}

function openTexts(): { texts: Texts } & vscode.Disposable {
  const changed = new vscode.EventEmitter<vscode.TextDocument>();
  const notebookChanged = new vscode.EventEmitter<Notebook>();
  const { workspace } = vscode;
  const parts = vscode.Disposable.from(
    changed,
    notebookChanged,
    workspace.onDidChangeTextDocument(({ document }) => changed.fire(document)),
    workspace.onDidOpenNotebookDocument(notebook => notebookChanged.fire(notebookOf(notebook))),
    workspace.onDidChangeNotebookDocument(({ notebook, contentChanges }) => {
      if (contentChanges.length > 0) notebookChanged.fire(notebookOf(notebook));
    }),
  );
  const texts: Texts = {
    get all() {
      return workspace.textDocuments;
    },
    get notebooks() {
      return workspace.notebookDocuments.map(notebookOf);
    },
    onDidOpen: workspace.onDidOpenTextDocument,
    onDidChange: changed.event,
    onDidClose: workspace.onDidCloseTextDocument,
    onDidChangeNotebook: notebookChanged.event,
    onDidCloseNotebook: workspace.onDidCloseNotebookDocument,
  };
  return { texts, dispose: () => parts.dispose() };
}
