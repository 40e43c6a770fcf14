import type { DocumentState, FolderFile } from '../src/protocol/webviewMethods';
import type { Host } from './host';
import { Observable } from './observable';
import type { Store } from './store';

/** Goes through the files of the folder, one page for all of them. */
export class FolderWalk {
  readonly #host: Host;
  readonly #store: Store;
  readonly #take: (state: DocumentState) => Promise<void>;
  /** The files of the folder, as last listed. */
  readonly files = new Observable<readonly FolderFile[]>([]);
  /** Where one is going: who steps on before a file is there goes on from this one. */
  #target: string | null = null;

  /** @param take shows a file that was opened */
  constructor(host: Host, store: Store, take: (state: DocumentState) => Promise<void>) {
    this.#host = host;
    this.#store = store;
    this.#take = take;
  }

  /** The place of the file shown, or gone to; -1 where it is not listed. */
  get at(): number {
    const name = this.#target ?? this.#store.fileName;
    return this.files.value.findIndex(file => file.name === name);
  }

  /** The file that a step leads to; null at the end of the folder. */
  neighbour(by: 1 | -1): FolderFile | null {
    const { at } = this;
    return at < 0 ? null : (this.files.value[at + by] ?? null);
  }

  /** Lists the folder anew. */
  async refresh(): Promise<void> {
    this.files.set(await this.#host.call('folder', undefined));
  }

  /** Shows the next file or the one before; at the end of the folder nothing happens. */
  async step(by: 1 | -1): Promise<void> {
    if (this.files.value.length === 0) await this.refresh();
    const next = this.neighbour(by);
    if (next) await this.open(next.name);
  }

  /** Shows a file of the folder; of several asked for while one is being opened, the last. */
  async open(name: string): Promise<void> {
    const isGoing = this.#target !== null;
    this.#target = name;
    if (isGoing) return;
    try {
      while (this.#target !== this.#store.fileName) {
        const file: string = this.#target;
        const state = await this.#host.call('openBeside', { file });
        if (this.#target === file) {
          void this.#take(state);
          break;
        }
      }
    } finally {
      this.#target = null;
    }
    await this.refresh();
  }
}
