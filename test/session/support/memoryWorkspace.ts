import { readdir, stat } from 'node:fs/promises';
import { posix } from 'node:path';
import { anyGlob } from '../../../src/core/globs';
import type { Strings } from '../../../src/core/l10n';
import { Emitter } from '../../../src/session/events';
import type { Uri } from '../../../src/session/uri';
import type {
  FileChange,
  Notebook,
  SettingsChange,
  TextFile,
  Workspace,
} from '../../../src/session/workspace';

/** An address of a file in memory, or on disk for the scheme `file`. */
export function uriOf(path: string, scheme = 'memory'): Uri {
  const address = `${scheme}://${encodeURI(path)}`;
  return {
    scheme,
    authority: '',
    path,
    query: '',
    fragment: '',
    fsPath: path,
    with: change => uriOf(change.path ?? path, change.scheme ?? scheme),
    toString: () => address,
    toJSON: () => address,
  };
}

interface Watch {
  readonly matches: (path: string) => boolean;
  readonly hear: (change: FileChange) => void;
}

/** A workspace whose files, settings and answers a test sets. */
export class MemoryWorkspace implements Workspace {
  readonly #contents = new Map<string, Uint8Array>();
  readonly #modified = new Map<string, number>();
  #clock = 0;
  readonly #settings = new Map<string, unknown>();
  readonly #state = new Map<string, unknown>();
  readonly #watches = new Set<Watch>();
  readonly settingsChanged = new Emitter<SettingsChange>();
  readonly trusted = new Emitter<void>();
  readonly textOpened = new Emitter<TextFile>();
  readonly textChanged = new Emitter<TextFile>();
  readonly textClosed = new Emitter<TextFile>();
  readonly notebookChanged = new Emitter<Notebook>();
  readonly notebookClosed = new Emitter<Notebook>();
  readonly openTexts: TextFile[] = [];
  readonly openNotebooks: Notebook[] = [];
  /** What the log was told, each with its level before it. */
  readonly logged: string[] = [];
  /** The paths of files that were read whole, in order. */
  readonly reads: string[] = [];
  /** What questions are answered with. */
  answer: string | undefined;
  chosenFile: Uri | undefined;
  isTrusted = true;
  readonly folders: Uri[] = [uriOf('/project')];
  version = '1.0.0';
  strings: Strings = {};
  readonly onDidTrust = this.trusted.event;

  readonly files: Workspace['files'] = {
    folders: this.folders,
    onDidChangeFolders: new Emitter<unknown>().event,
    parse: address => {
      const [scheme, path] = address.split('://') as [string, string];
      return uriOf(decodeURI(path), scheme);
    },
    pathOf: ({ scheme, fsPath }) => (scheme === 'file' ? fsPath : null),
    placeOf: ({ scheme, fsPath }) => (scheme === 'file' ? fsPath : null),
    ofPath: path => uriOf(path, 'file'),
    relativePath: ({ path }) => posix.relative(this.folders[0]?.path ?? '/', path),
    stat: async ({ path, scheme }) => {
      if (scheme === 'file') {
        const facts = await stat(path);
        return { size: facts.size, isFolder: facts.isDirectory(), modified: facts.mtimeMs };
      }
      const size = this.#contents.get(path)?.length;
      const isFolder = [...this.#contents.keys()].some(other => other.startsWith(`${path}/`));
      if (size === undefined && !isFolder) throw new Error(`There is no ${path}`);
      return { size: size ?? 0, isFolder, modified: this.#modified.get(path) ?? 0 };
    },
    read: async ({ path }) => {
      const bytes = this.#contents.get(path);
      if (!bytes) throw new Error(`There is no ${path}`);
      this.reads.push(path);
      return bytes;
    },
    write: async ({ path }, bytes) => void this.put(path, bytes),
    list: async folder => {
      if (folder.scheme === 'file') return readdir(folder.path);
      const paths = [...this.#contents.keys()].map(path => posix.relative(folder.path, path));
      return paths.filter(path => !path.includes('/'));
    },
    find: async (folder, include, exclude) => {
      const [takes, leaves] = [anyGlob([include]), anyGlob(exclude)];
      return [...this.#contents.keys()]
        .filter(path => path.startsWith(`${folder.path}/`))
        .filter(path => takes(posix.relative(folder.path, path)))
        .filter(path => !leaves(posix.relative(folder.path, path)))
        .map(path => uriOf(path));
    },
    watchFile: (uri, hear) => this.#watch(path => path === uri.path, hear),
    watchAll: (glob, hear) => this.#watch(anyGlob([glob]), hear),
  };
  readonly settings: Workspace['settings'] = {
    get: key => this.#settings.get(key),
    onDidChange: this.settingsChanged.event,
  };
  readonly state: Workspace['state'] = {
    get: <T>(key: string, fallback: T) => (this.#state.get(key) as T | undefined) ?? fallback,
    update: async (key, value) => void this.#state.set(key, structuredClone(value)),
  };
  readonly texts: Workspace['texts'] = {
    all: this.openTexts,
    notebooks: this.openNotebooks,
    onDidOpen: this.textOpened.event,
    onDidChange: this.textChanged.event,
    onDidClose: this.textClosed.event,
    onDidChangeNotebook: this.notebookChanged.event,
    onDidCloseNotebook: this.notebookClosed.event,
  };
  readonly questions: Workspace['questions'] = {
    warn: async () => this.answer,
    chooseFile: async () => this.chosenFile,
  };
  readonly log: Workspace['log'] = {
    debug: message => this.logged.push(`debug ${message}`),
    info: message => this.logged.push(`info ${message}`),
    warn: message => this.logged.push(`warn ${message}`),
    error: message => this.logged.push(`error ${message}`),
  };

  /** Puts a file there, or takes it away; watches hear of it. */
  put(path: string, content: Uint8Array | string | null): Uri {
    const uri = uriOf(path);
    const type = content === null ? 'deleted' : this.#contents.has(path) ? 'changed' : 'created';
    this.#modified.set(path, ++this.#clock);
    if (content === null) this.#contents.delete(path);
    else
      this.#contents.set(
        path,
        typeof content === 'string' ? new TextEncoder().encode(content) : content,
      );
    for (const { matches, hear } of [...this.#watches])
      if (matches(path) || matches(path.slice(1))) hear({ type, uri });
    return uri;
  }

  set(key: string, value: unknown): void {
    this.#settings.set(key, value);
    this.settingsChanged.fire({ affects: (asked = '') => key.startsWith(asked) });
  }

  #watch(matches: Watch['matches'], hear: Watch['hear']) {
    const watch = { matches, hear };
    this.#watches.add(watch);
    return { dispose: () => this.#watches.delete(watch) };
  }
}
