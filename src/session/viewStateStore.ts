import { Debouncer } from './async';
import type { Disposable } from './events';
import type { Uri } from './uri';
import type { KeyValueStore } from './workspace';

/** What is kept of one file between its editors. */
interface Entry {
  /** A page's own state; only webviews read it. */
  readonly page?: unknown;
  /** What its view opens with, as the page said it. */
  readonly opening?: unknown;
  /** Files that the user chose to lay over this one, or under it. */
  readonly companions?: readonly string[];
}

const KEY = 'viewStates';
/** Files remembered; the one not seen for longest goes first. */
const MAX_FILES = 100;
/** A page's state beyond this is not kept: it comes from the less trusted side. */
const MAX_PAGE_CHARS = 256 * 1024;
const MAX_COMPANIONS = 16;
const WRITE_DELAY_MS = 1000;

/** How each file was last looked at, for this workspace. */
export class ViewStateStore implements Disposable {
  readonly #state: KeyValueStore;
  readonly #entries: Map<string, Entry>;
  readonly #writing = new Debouncer(WRITE_DELAY_MS);

  constructor(state: KeyValueStore) {
    this.#state = state;
    this.#entries = new Map(state.get<readonly (readonly [string, Entry])[]>(KEY, []));
  }

  /** What the last page that showed the file kept; null where there was none. */
  page(uri: Uri): unknown {
    return this.#entries.get(uri.toString())?.page ?? null;
  }

  /** What that page's view opens with. */
  opening(uri: Uri): unknown {
    return this.#entries.get(uri.toString())?.opening;
  }

  /** Takes a page's state; one that is too large is passed over. */
  rememberPage(uri: Uri, page: unknown, opening: unknown): void {
    const length = (JSON.stringify([page, opening]) ?? '').length;
    if (length <= MAX_PAGE_CHARS) this.#put(uri, { page, opening });
  }

  /** The addresses of the files chosen for this one, the last one chosen last. */
  companions(uri: Uri): readonly string[] {
    return this.#entries.get(uri.toString())?.companions ?? [];
  }

  rememberCompanion(uri: Uri, companion: Uri): void {
    const others = this.companions(uri).filter(other => other !== companion.toString());
    this.#put(uri, { companions: [...others, companion.toString()].slice(-MAX_COMPANIONS) });
  }

  dispose(): void {
    this.#writing.dispose();
    this.#write();
  }

  #put(uri: Uri, patch: Entry): void {
    const key = uri.toString();
    const next = { ...this.#entries.get(key), ...patch };
    this.#entries.delete(key);
    this.#entries.set(key, next);
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size <= MAX_FILES) break;
      this.#entries.delete(oldest);
    }
    this.#writing.trigger(KEY, () => this.#write());
  }

  #write(): void {
    void this.#state.update(KEY, [...this.#entries]);
  }
}
