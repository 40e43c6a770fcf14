import { TensorFileError } from '../core/errors';
import { t } from '../core/l10n';
import { type OpenedFile, openFile } from './openedFile';

interface Entry {
  readonly opened: OpenedFile;
  /** What told its bytes from others when it was opened. */
  readonly version: string | null;
  /** Who works on it beside its owner: it is closed when the last has ended. */
  users: number;
  isClosed: boolean;
}

/** The files that the engine has open, by number. */
export class OpenFiles {
  readonly #entries = new Map<number, Entry>();
  #nextId = 1;

  async add(opened: OpenedFile): Promise<number> {
    const version = await opened.version();
    const fileId = this.#nextId++;
    this.#entries.set(fileId, { opened, version, users: 0, isClosed: false });
    return fileId;
  }

  /** @throws TensorFileError when it was closed. */
  get(fileId: number): OpenedFile {
    return this.#entry(fileId).opened;
  }

  /**
   * The file for long work, which goes on when the owner closes it meanwhile. One that has changed since
   * it was opened, or of which nobody can tell, is opened anew.
   */
  async acquire(fileId: number, signal?: AbortSignal): Promise<OpenedFile> {
    const entry = this.#entry(fileId);
    const { opened } = entry;
    entry.users++;
    const now = await opened.version();
    if (now === null || now !== entry.version) {
      this.#giveBack(entry);
      return openFile(opened.location, opened.overrides, signal);
    }
    return { ...opened, close: async () => this.#giveBack(entry) };
  }

  async close(fileId: number): Promise<void> {
    const entry = this.#entries.get(fileId);
    if (!entry) return;
    this.#entries.delete(fileId);
    entry.isClosed = true;
    if (entry.users === 0) await entry.opened.close();
  }

  #entry(fileId: number): Entry {
    const entry = this.#entries.get(fileId);
    if (!entry)
      throw new TensorFileError(t('The file is no longer open in the engine: open it again'));
    return entry;
  }

  async #giveBack(entry: Entry): Promise<void> {
    if (--entry.users === 0 && entry.isClosed) await entry.opened.close();
  }
}
