import type { FileReference } from '../protocol/engineMethods';
import { locate } from './location';
import { overridesOf } from './overrides';
import type { Session } from './session';
import type { Uri } from './uri';

/**
 * How the files of one flow are named to the engine, so that no preview reads a file anew: an open document
 * by its number there, a file on disk by its path, any other opened once and closed at the end.
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
    if (uri.scheme === 'file') return { type: 'path', path: uri.fsPath };
    const key = uri.toString();
    const opening = this.#opened.get(key) ?? this.#open(uri);
    this.#opened.set(key, opening);
    return { type: 'opened', fileId: await opening };
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
