import { t } from '../core/l10n';
import type { Picture, PictureRequest } from '../core/render/picture';
import type { FileInfo } from '../protocol/engineMethods';
import type { CompanionFile } from '../protocol/webviewMethods';
import type { Disposable } from './events';
import { locate } from './location';
import { overridesOf } from './overrides';
import type { Session } from './session';
import { fileNameOf, type Uri } from './uri';
import { messageOf } from './workspace';

interface OpenCompanion {
  readonly uri: Uri;
  readonly file: FileInfo;
  /** The engine's life that it was opened in: ids of another life are void. */
  readonly generation: number;
}

/** Files that one editor has opened beside its own: a MASK for its IMAGE, or the other way round. */
export class CompanionFiles implements Disposable {
  readonly #session: Session;
  readonly #beside: () => Uri;
  /** By the address of each, which only the user has chosen: a webview cannot name another. */
  readonly #files = new Map<string, OpenCompanion>();

  /** @param beside the file that the page shows now */
  constructor(session: Session, beside: () => Uri) {
    this.#session = session;
    this.#beside = beside;
  }

  /** Asks for a file next to the editor's own. @throws what opening it throws. */
  async choose(): Promise<CompanionFile | null> {
    const uri = await this.#session.workspace.questions.chooseFile({
      beside: this.#beside(),
      title: t('Choose a Tensor File or an Image'),
      button: t('Lay Over'),
    });
    if (!uri) return null;
    const opened = await this.#open(uri);
    this.#session.viewStates.rememberCompanion(this.#beside(), uri);
    return companionOf(opened);
  }

  /** Those chosen before for this file, opened again; one that cannot be opened any more is left out. */
  async reopen(): Promise<CompanionFile[]> {
    const { viewStates, workspace } = this.#session;
    const opened = await Promise.all(
      viewStates.companions(this.#beside()).map(address => {
        const known = this.#files.get(address);
        if (known) return known;
        return this.#open(workspace.files.parse(address)).catch((error: unknown) => {
          workspace.log.warn(`${address}: ${messageOf(error)}`);
          return null;
        });
      }),
    );
    return opened.flatMap(one => (one ? [companionOf(one)] : []));
  }

  /** A picture of a companion's tensor; the names come from the webview and are checked. */
  async picture(
    id: string,
    tensor: number,
    request: PictureRequest,
    signal: AbortSignal,
  ): Promise<Picture> {
    const { engine } = this.#session;
    let known = this.#files.get(id);
    if (known && known.generation !== engine.generation) known = await this.#open(known.uri);
    if (!known?.file.tensors[tensor])
      throw new Error(t('That file is no longer open: choose it again'));
    return engine.call('picture', { fileId: known.file.fileId, tensor, request }, { signal });
  }

  dispose(): void {
    for (const opened of this.#files.values()) this.#close(opened);
    this.#files.clear();
  }

  async #open(uri: Uri): Promise<OpenCompanion> {
    const { engine, workspace } = this.#session;
    const location = await locate(workspace, uri);
    const overrides = await overridesOf(this.#session, uri);
    const file = await engine.call('open', { location, overrides });
    const opened = { uri, file, generation: engine.generation };
    const before = this.#files.get(uri.toString());
    if (before) this.#close(before);
    this.#files.set(uri.toString(), opened);
    return opened;
  }

  #close({ file, generation }: OpenCompanion): void {
    const { engine, workspace } = this.#session;
    if (generation !== engine.generation) return;
    engine
      .call('close', { fileId: file.fileId })
      .catch((error: unknown) => workspace.log.warn(`close: ${String(error)}`));
  }
}

function companionOf({ uri, file }: OpenCompanion): CompanionFile {
  const { tensors, findings } = file;
  return { id: uri.toString(), name: fileNameOf(uri), tensors, findings };
}
