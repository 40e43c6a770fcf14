import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { Picture, PictureRequest } from '../../core/render/picture';
import type { FileInfo } from '../../protocol/engineMethods';
import type { BorrowedFile } from '../../protocol/webviewMethods';
import { locate } from '../location';
import type { Services } from '../services';

/** Files that one editor has opened beside its own: a MASK for its IMAGE, or the other way round. */
export class BorrowedFiles implements vscode.Disposable {
  readonly #services: Services;
  readonly #files = new Map<number, FileInfo>();
  readonly #generation: number;

  constructor(services: Services) {
    this.#services = services;
    this.#generation = services.engine.generation;
  }

  /** Asks for a file next to `beside`. @throws what opening it throws. */
  async borrow(beside: vscode.Uri): Promise<BorrowedFile | null> {
    const [uri] =
      (await vscode.window.showOpenDialog({
        defaultUri: vscode.Uri.joinPath(beside, '..'),
        title: vscode.l10n.t('Choose a Tensor File or an Image'),
        openLabel: vscode.l10n.t('Lay Over'),
      })) ?? [];
    if (!uri) return null;
    const { engine, kinds } = this.#services;
    const file = await engine.call('open', { location: await locate(uri), word: kinds.word(uri) });
    this.#files.set(file.fileId, file);
    const { fileId: id, tensors, findings } = file;
    return { id, name: basename(uri.path), tensors, findings };
  }

  /** A picture of a borrowed file's tensor; the numbers come from the webview and are checked. */
  async picture(
    file: number,
    tensor: number,
    request: PictureRequest,
    signal: AbortSignal,
  ): Promise<Picture> {
    const known = this.#files.get(file);
    if (!known?.tensors[tensor]) throw new Error('That file is no longer open: choose it again');
    return this.#services.engine.call('picture', { fileId: file, tensor, request }, { signal });
  }

  dispose(): void {
    const { engine, log } = this.#services;
    if (engine.generation === this.#generation)
      for (const fileId of this.#files.keys())
        engine
          .call('close', { fileId })
          .catch((error: unknown) => log.warn(`close: ${String(error)}`));
    this.#files.clear();
  }
}
