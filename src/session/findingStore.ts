import type { Finding } from '../core/findings';
import { type Disposable, Emitter } from './events';
import type { Uri } from './uri';
import type { Workspace } from './workspace';

/**
 * The findings of every file. An open document knows more than a background check (it has read values),
 * so that while a file is open only its document says what is found in it.
 */
export class FindingStore implements Disposable {
  readonly #files: Workspace['files'];
  readonly #byUri = new Map<string, readonly Finding[]>();
  readonly #open = new Set<string>();
  readonly #valuesRead = new Set<string>();
  readonly #changed = new Emitter<Uri>();
  /** Fires with a file whose findings changed. */
  readonly onDidChange = this.#changed.event;

  constructor({ files }: Pick<Workspace, 'files'>) {
    this.#files = files;
  }

  of(uri: Uri): readonly Finding[] {
    return this.#byUri.get(uri.toString()) ?? [];
  }

  /** Whether what is found in a file includes what its values say. */
  hasValues(uri: Uri): boolean {
    return this.#valuesRead.has(uri.toString());
  }

  /** What an open document says; from now on a background check of the file is not heard. */
  setOpen(uri: Uri, findings: readonly Finding[], valuesRead = false): void {
    this.#open.add(uri.toString());
    this.#put(uri, findings, valuesRead);
  }

  /** The document was closed: what it found stays until the next background check. */
  closed(uri: Uri): void {
    this.#open.delete(uri.toString());
  }

  /** What a background check says, even one that began before the file was opened. */
  setBackground(uri: Uri, findings: readonly Finding[], valuesRead = false): void {
    if (!this.#open.has(uri.toString())) this.#put(uri, findings, valuesRead);
  }

  /** Puts findings in the place of those of the same rules; the others stay. */
  replaceRules(uri: Uri, rules: readonly string[], findings: readonly Finding[]): void {
    const others = this.of(uri).filter(({ rule }) => !rules.includes(rule));
    this.#put(uri, [...others, ...findings], this.hasValues(uri));
  }

  /** Forgets a file that is gone, and every file below it when it was a folder; open ones speak for themselves. */
  clear(uri: Uri): void {
    const folder = `${uri.toString()}/`;
    for (const address of new Set([...this.#byUri.keys(), ...this.#valuesRead])) {
      if (address === uri.toString() || address.startsWith(folder))
        this.setBackground(this.#files.parse(address), []);
    }
  }

  dispose(): void {
    this.#changed.dispose();
  }

  #put(uri: Uri, findings: readonly Finding[], valuesRead: boolean): void {
    if (valuesRead) this.#valuesRead.add(uri.toString());
    else this.#valuesRead.delete(uri.toString());
    if (findings.length === 0) this.#byUri.delete(uri.toString());
    else this.#byUri.set(uri.toString(), findings);
    this.#changed.fire(uri);
  }
}
