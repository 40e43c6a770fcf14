import { type Disposable, Emitter } from './events';
import type { Uri } from './uri';
import type { WorkspaceFiles } from './workspace';

/** The folders of the workspace that are known to hold tensor files, at any depth. */
export class KnownFolders implements Disposable {
  readonly #files: Pick<WorkspaceFiles, 'folders'>;
  readonly #paths = new Set<string>();
  readonly #changed = new Emitter<void>();
  /** Fires when a folder was added. */
  readonly onDidChange = this.#changed.event;

  constructor(files: Pick<WorkspaceFiles, 'folders'>) {
    this.#files = files;
  }

  /** As the file system writes them. */
  get paths(): readonly string[] {
    return [...this.#paths];
  }

  /** Adds every folder from the workspace's own down to each file. */
  add(uris: readonly Uri[]): void {
    const before = this.#paths.size;
    for (const uri of uris) this.#addFoldersOf(uri);
    if (this.#paths.size > before) this.#changed.fire();
  }

  dispose(): void {
    this.#changed.dispose();
  }

  #addFoldersOf(uri: Uri): void {
    const top = this.#files.folders.find(
      ({ scheme, authority, path }) =>
        scheme === uri.scheme && authority === uri.authority && uri.path.startsWith(`${path}/`),
    );
    if (!top) return;
    let end = uri.path.lastIndexOf('/');
    for (; end >= top.path.length; end = uri.path.lastIndexOf('/', end - 1)) {
      const folder = uri.with({ path: uri.path.slice(0, end) }).fsPath;
      // Whoever added this one has added those above it.
      if (this.#paths.has(folder)) return;
      this.#paths.add(folder);
    }
  }
}
