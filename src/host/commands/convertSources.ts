import type * as vscode from 'vscode';
import type { FileReference } from '../../protocol/engineMethods';
import { locate } from '../location';
import type { Services } from '../services';

/**
 * How the files of one flow are named to the engine, so that no preview reads a file anew: an open document
 * by its number there, a file on disk by its path, any other opened once and closed at the end.
 */
export class ConvertSources {
  readonly #services: Services;
  readonly #opened = new Map<string, Promise<number>>();

  constructor(services: Services) {
    this.#services = services;
  }

  async of(uri: vscode.Uri): Promise<FileReference> {
    const document = this.#services.documents.get(uri);
    if (document) return document.reference();
    if (uri.scheme === 'file') return { type: 'path', path: uri.fsPath };
    const key = uri.toString();
    const opening = this.#opened.get(key) ?? this.#open(uri);
    this.#opened.set(key, opening);
    return { type: 'opened', fileId: await opening };
  }

  async dispose(): Promise<void> {
    for (const opening of this.#opened.values()) {
      const fileId = await opening.catch(() => undefined);
      if (fileId !== undefined)
        await this.#services.engine
          .call('close', { fileId })
          .catch((error: unknown) => this.#services.log.warn(`close: ${String(error)}`));
    }
  }

  async #open(uri: vscode.Uri): Promise<number> {
    const { engine, kinds } = this.#services;
    const location = await locate(uri);
    return (await engine.call('open', { location, word: kinds.word(uri) })).fileId;
  }
}
