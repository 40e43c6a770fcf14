import { type Disposable, Emitter } from '../events';
import type { Uri } from '../uri';
import type { Files } from '../workspace';
import type { DocumentFinding } from './units';

/** What is found in Python, text by text: an open one speaks for itself, a closed one as it is on disk. */
export class PythonFindings implements Disposable {
  readonly #files: Pick<Files, 'parse'>;
  readonly #open = new Map<string, readonly DocumentFinding[]>();
  readonly #onDisk = new Map<string, readonly DocumentFinding[]>();
  readonly #changed = new Emitter<Uri>();
  /** Fires with a text whose findings changed. */
  readonly onDidChange = this.#changed.event;

  constructor(files: Pick<Files, 'parse'>) {
    this.#files = files;
  }

  of(uri: Uri): readonly DocumentFinding[] {
    const key = uri.toString();
    return this.#open.get(key) ?? this.#onDisk.get(key) ?? [];
  }

  /** What is found in a text that is open; an open notebook itself has none, its cells do. */
  setOpen(uri: Uri, findings: readonly DocumentFinding[]): void {
    this.#open.set(uri.toString(), findings);
    this.#changed.fire(uri);
  }

  /** The text was closed: from now on the file on disk counts. */
  closed(uri: Uri): void {
    if (this.#open.delete(uri.toString())) this.#changed.fire(uri);
  }

  /** What is found in a file as it is on disk. */
  setOnDisk(uri: Uri, findings: readonly DocumentFinding[]): void {
    const key = uri.toString();
    if (findings.length === 0 && !this.#onDisk.has(key)) return;
    if (findings.length === 0) this.#onDisk.delete(key);
    else this.#onDisk.set(key, findings);
    this.#changed.fire(uri);
  }

  /** Forgets a file that is gone, and every file below it when it was a folder. */
  clear(uri: Uri): void {
    const address = uri.toString();
    this.#forget(key => key === address || key.startsWith(`${address}/`));
  }

  /** Forgets the files that a new check has not come to. */
  keep(uris: readonly Uri[]): void {
    const kept = new Set(uris.map(uri => uri.toString()));
    this.#forget(key => !kept.has(key));
  }

  dispose(): void {
    this.#changed.dispose();
  }

  #forget(isMeant: (key: string) => boolean): void {
    for (const key of [...this.#onDisk.keys()])
      if (isMeant(key)) this.setOnDisk(this.#files.parse(key), []);
  }
}
