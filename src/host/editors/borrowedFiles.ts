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
  /** With the engine's life that each was opened in: ids of another life are void. */
  readonly #files = new Map<number, { readonly file: FileInfo; readonly generation: number }>();

  constructor(services: Services) {
    this.#services = services;
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
    this.#files.set(file.fileId, { file, generation: engine.generation });
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
    const { engine } = this.#services;
    const known = this.#files.get(file);
    if (known?.generation !== engine.generation || !known.file.tensors[tensor])
      throw new Error(vscode.l10n.t('That file is no longer open: choose it again'));
    return engine.call('picture', { fileId: file, tensor, request }, { signal });
  }

  dispose(): void {
    const { engine, log } = this.#services;
    for (const [fileId, { generation }] of this.#files) {
      if (generation !== engine.generation) continue;
      engine
        .call('close', { fileId })
        .catch((error: unknown) => log.warn(`close: ${String(error)}`));
    }
    this.#files.clear();
  }
}
