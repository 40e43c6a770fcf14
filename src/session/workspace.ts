import type { Strings } from '../core/l10n';
import type { Disposable, Event } from './events';
import type { Uri } from './uri';

/** All that a session needs of the program around it: VS Code, a test, or a page's harness. */
export interface Workspace {
  /** Of this program: what another version found does not count. */
  readonly version: string;
  /** Whether the user trusts what lies in it to decide what is read. */
  readonly isTrusted: boolean;
  readonly onDidTrust: Event<unknown>;
  readonly files: Files;
  readonly settings: Settings;
  /** Kept for this workspace from one run to the next. */
  readonly state: KeyValueStore;
  readonly texts: Texts;
  readonly questions: Questions;
  readonly log: Log;
  /** The page's texts in the user's language, by their English one; empty where that is English. */
  readonly strings: Strings;
}

/** What is known of a file without reading it. */
export interface FileFacts {
  readonly size: number;
  readonly isFolder: boolean;
  /** When it was last changed, in milliseconds since 1970. */
  readonly modified: number;
}

/** What a watch tells of a file. */
export interface FileChange {
  readonly type: 'created' | 'changed' | 'deleted';
  readonly uri: Uri;
}

/** The files of the workspace, and of every file system that it can reach. */
export interface Files {
  /** The workspace's folders. */
  readonly folders: readonly Uri[];
  readonly onDidChangeFolders: Event<unknown>;
  /** The address that `toString` gave. */
  parse(address: string): Uri;
  /** The path by which the engine reads a file itself, by ranges; null where only the workspace can read it. */
  pathOf(uri: Uri): string | null;
  /** How the engine is told to write there; null where nobody can. */
  placeOf(uri: Uri): string | null;
  /** The address of a path as the engine has it, of a file that it found or wrote. */
  ofPath(path: string): Uri;
  /** The path inside its workspace folder, with `/`; outside of all folders the whole path. */
  relativePath(uri: Uri): string;
  /** @throws when there is no such file. */
  stat(uri: Uri): Promise<FileFacts>;
  /** The whole file. @throws when it cannot be read. */
  read(uri: Uri): Promise<Uint8Array>;
  /** Writes the whole file. @throws when it cannot be written. */
  write(uri: Uri, bytes: Uint8Array): Promise<void>;
  /** The names of the files of a folder, not of those below. @throws when it cannot be listed. */
  list(folder: Uri): Promise<readonly string[]>;
  /** Files below a folder by globs relative to it, for file systems that only the workspace can search. */
  find(folder: Uri, include: string, exclude: readonly string[]): Promise<readonly Uri[]>;
  /** Watches one file. */
  watchFile(uri: Uri, hear: (change: FileChange) => void): Disposable;
  /** Watches the files of all folders that a glob matches. */
  watchAll(glob: string, hear: (change: FileChange) => void): Disposable;
}

/** Which settings a change touches: any of ours, or one by its key, for a file or anywhere. */
export interface SettingsChange {
  affects(key?: string, uri?: Uri): boolean;
}

/** The settings as they stand, whatever a user wrote there. */
export interface Settings {
  /** The value of `tensorLoupe.<key>`, undefined where it is the default; plain data that can be posted. */
  get(key: string, uri?: Uri): unknown;
  readonly onDidChange: Event<SettingsChange>;
}

/** Small values by key. */
export interface KeyValueStore {
  get<T>(key: string, fallback: T): T;
  /** `undefined` removes the key. */
  update(key: string, value: unknown): PromiseLike<void>;
}

/** A text that is open in an editor; a notebook's cell is one too. */
export interface TextFile {
  readonly uri: Uri;
  readonly languageId: string;
  /** Rises with every edit. */
  readonly version: number;
  readonly isClosed: boolean;
  getText(): string;
}

/** A notebook that is open, by its cells in order. */
export interface Notebook {
  readonly uri: Uri;
  getCells(): readonly NotebookCell[];
}

/** One cell: code, or words about it. */
export interface NotebookCell {
  readonly document: TextFile;
  readonly isCode: boolean;
}

/** The texts that are open. */
export interface Texts {
  readonly all: readonly TextFile[];
  readonly notebooks: readonly Notebook[];
  readonly onDidOpen: Event<TextFile>;
  readonly onDidChange: Event<TextFile>;
  readonly onDidClose: Event<TextFile>;
  /** A notebook was opened, or its cells came, went or moved. */
  readonly onDidChangeNotebook: Event<Notebook>;
  readonly onDidCloseNotebook: Event<Pick<Notebook, 'uri'>>;
}

/** What only a person can decide. */
export interface Questions {
  /** The choice that was taken, undefined where none was. */
  warn(message: string, ...choices: string[]): PromiseLike<string | undefined>;
  /** A file beside another one; undefined where the user backs out. */
  chooseFile(asked: ChooseFile): PromiseLike<Uri | undefined>;
}

/** What is said when a file is asked for. */
export interface ChooseFile {
  readonly beside: Uri;
  readonly title: string;
  readonly button: string;
}

/** Where a developer reads what happened. */
export interface Log {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  error(message: string, details?: string): void;
}

/** The sentence for a person, whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
