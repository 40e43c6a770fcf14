import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { Picture, PictureRequest } from '../../core/render/picture';
import type { FileInfo } from '../../protocol/engineMethods';
import type { BorrowedFile } from '../../protocol/webviewMethods';
import { locate } from '../location';
import { messageOf } from '../log';
import type { Services } from '../services';

interface Opened {
  readonly uri: vscode.Uri;
  readonly file: FileInfo;
  /** The engine's life that it was opened in: ids of another life are void. */
  readonly generation: number;
}

/** Files that one editor has opened beside its own: a MASK for its IMAGE, or the other way round. */
export class BorrowedFiles implements vscode.Disposable {
  readonly #services: Services;
  readonly #beside: vscode.Uri;
  /** By the address of each, which only the user has chosen: a webview cannot name another. */
  readonly #files = new Map<string, Opened>();

  constructor(services: Services, beside: vscode.Uri) {
    this.#services = services;
    this.#beside = beside;
  }

  /** Asks for a file next to the editor's own. @throws what opening it throws. */
  async borrow(): Promise<BorrowedFile | null> {
    const [uri] =
      (await vscode.window.showOpenDialog({
        defaultUri: vscode.Uri.joinPath(this.#beside, '..'),
        title: vscode.l10n.t('Choose a Tensor File or an Image'),
        openLabel: vscode.l10n.t('Lay Over'),
      })) ?? [];
    if (!uri) return null;
    const opened = await this.#open(uri);
    this.#services.files.rememberBorrowed(this.#beside, uri);
    return lent(opened);
  }

  /** Those chosen before for this file, opened again; one that cannot be opened any more is left out. */
  async again(): Promise<BorrowedFile[]> {
    const { files, log } = this.#services;
    const opened = await Promise.all(
      files.borrowed(this.#beside).map(address => {
        const known = this.#files.get(address);
        if (known) return known;
        return this.#open(vscode.Uri.parse(address)).catch((error: unknown) => {
          log.warn(`${address}: ${messageOf(error)}`);
          return null;
        });
      }),
    );
    return opened.flatMap(one => (one ? [lent(one)] : []));
  }

  /** A picture of a borrowed file's tensor; the names come from the webview and are checked. */
  async picture(
    id: string,
    tensor: number,
    request: PictureRequest,
    signal: AbortSignal,
  ): Promise<Picture> {
    const { engine } = this.#services;
    let known = this.#files.get(id);
    if (known && known.generation !== engine.generation) known = await this.#open(known.uri);
    if (!known?.file.tensors[tensor])
      throw new Error(vscode.l10n.t('That file is no longer open: choose it again'));
    return engine.call('picture', { fileId: known.file.fileId, tensor, request }, { signal });
  }

  dispose(): void {
    for (const opened of this.#files.values()) this.#close(opened);
    this.#files.clear();
  }

  async #open(uri: vscode.Uri): Promise<Opened> {
    const { engine, kinds } = this.#services;
    const file = await engine.call('open', { location: await locate(uri), word: kinds.word(uri) });
    const opened = { uri, file, generation: engine.generation };
    const before = this.#files.get(uri.toString());
    if (before) this.#close(before);
    this.#files.set(uri.toString(), opened);
    return opened;
  }

  #close({ file, generation }: Opened): void {
    const { engine, log } = this.#services;
    if (generation !== engine.generation) return;
    engine
      .call('close', { fileId: file.fileId })
      .catch((error: unknown) => log.warn(`close: ${String(error)}`));
  }
}

function lent({ uri, file }: Opened): BorrowedFile {
  const { tensors, findings } = file;
  return { id: uri.toString(), name: basename(uri.path), tensors, findings };
}
