import type * as vscode from 'vscode';
import { Debouncer } from '../cancel';

/** What is kept of one file between its editors. */
interface Entry {
  /** A page's own state; only webviews read it. */
  readonly page?: unknown;
  /** What its view opens with, as the page said it. */
  readonly opening?: unknown;
  /** Files that the user chose to lay over this one, or under it. */
  readonly borrowed?: readonly string[];
}

const KEY = 'files';
/** Files remembered; the one not seen for longest goes first. */
const MAX_FILES = 100;
/** A page's state beyond this is not kept: it comes from the less trusted side. */
const MAX_PAGE_CHARS = 256 * 1024;
const MAX_BORROWED = 16;
const WRITE_DELAY_MS = 1000;

/** How each file was last looked at, for this workspace. */
export class FileMemory implements vscode.Disposable {
  readonly #state: vscode.Memento;
  readonly #entries: Map<string, Entry>;
  readonly #writing = new Debouncer(WRITE_DELAY_MS);

  constructor(state: vscode.Memento) {
    this.#state = state;
    this.#entries = new Map(state.get<readonly (readonly [string, Entry])[]>(KEY, []));
  }

  page(uri: vscode.Uri): unknown {
    return this.#entries.get(uri.toString())?.page ?? null;
  }

  opening(uri: vscode.Uri): unknown {
    return this.#entries.get(uri.toString())?.opening;
  }

  rememberPage(uri: vscode.Uri, page: unknown, opening: unknown): void {
    const length = (JSON.stringify([page, opening]) ?? '').length;
    if (length <= MAX_PAGE_CHARS) this.#put(uri, { page, opening });
  }

  borrowed(uri: vscode.Uri): readonly string[] {
    return this.#entries.get(uri.toString())?.borrowed ?? [];
  }

  rememberBorrowed(uri: vscode.Uri, borrowed: vscode.Uri): void {
    const others = this.borrowed(uri).filter(other => other !== borrowed.toString());
    this.#put(uri, { borrowed: [...others, borrowed.toString()].slice(-MAX_BORROWED) });
  }

  dispose(): void {
    this.#writing.dispose();
    this.#write();
  }

  #put(uri: vscode.Uri, patch: Entry): void {
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
