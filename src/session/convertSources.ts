import type { FileReference } from '../protocol/engineMethods';
import { locate } from './location';
import { overridesOf } from './overrides';
import type { Session } from './session';
import type { Uri } from './uri';

/** Files on disk that one flow keeps open; what is more is opened for each question, by its header. */
const MOST_KEPT = 16;

/**
 * How the files of one flow are named to the engine, so that no preview reads a file anew: an open document
 * by its number there, any other file opened once and closed at the end.
 */
export class ConvertSources {
  readonly #session: Session;
  readonly #opened = new Map<string, Promise<number>>();

  constructor(session: Session) {
    this.#session = session;
  }

  /** @throws what opening the file throws. */
  async of(uri: Uri): Promise<FileReference> {
    const document = this.#session.documents.get(uri);
    if (document) return document.reference();
    const key = uri.toString();
    const known = this.#opened.get(key);
    const path = this.#session.workspace.files.pathOf(uri);
    const onDisk: FileReference | null = path === null ? null : { type: 'path', path };
    if (onDisk && !known && this.#opened.size >= MOST_KEPT) return onDisk;
    const opening = known ?? this.#open(uri);
    this.#opened.set(key, opening);
    try {
      return { type: 'opened', fileId: await opening };
    } catch (error) {
      // Asked by its path, the engine says which of several files it is.
      if (onDisk) return onDisk;
      throw error;
    }
  }

  /** Closes what was opened for the flow. */
  async dispose(): Promise<void> {
    for (const opening of this.#opened.values()) {
      const fileId = await opening.catch(() => undefined);
      if (fileId !== undefined)
        await this.#session.engine
          .call('close', { fileId })
          .catch((error: unknown) => this.#session.workspace.log.warn(`close: ${String(error)}`));
    }
  }

  async #open(uri: Uri): Promise<number> {
    const { engine, workspace } = this.#session;
    const location = await locate(workspace, uri);
    const overrides = await overridesOf(this.#session, uri);
    return (await engine.call('open', { location, overrides })).fileId;
  }
}
