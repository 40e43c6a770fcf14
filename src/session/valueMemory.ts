import type { Finding } from '../core/findings';
import { ENDINGS } from '../core/formats/endings';
import type { UserOverrides } from '../protocol/engineMethods';
import { Debouncer } from './async';
import type { Disposable } from './events';
import { fileNameOf, type Uri } from './uri';
import type { Workspace } from './workspace';

/** What was found in a file whose values were all read. */
interface Entry {
  /** Of the file, of what its user has said of it, and of the program that looked. */
  readonly stamp: string;
  readonly findings: readonly Finding[];
}

const KEY = 'valueFindings';
/** Files remembered; the one checked longest ago goes first. */
const MAX_FILES = 2000;
/** A file with more to say is read anew: the editor keeps all of it in one text. */
const MAX_CHARS = 16 * 1024;
const WRITE_DELAY_MS = 1000;
/** Files whose tensors lie in other files, which their own size and time say nothing of. */
const PART = new RegExp(
  `\\.(${ENDINGS.linted.join('|').replaceAll('.', '\\.')})$|-of-\\d+\\.\\w+$`,
  'i',
);

/** What the value rules found, for this workspace, from one run to the next. */
export class ValueMemory implements Disposable {
  readonly #workspace: Pick<Workspace, 'state' | 'files' | 'version'>;
  readonly #entries: Map<string, Entry>;
  readonly #writing = new Debouncer(WRITE_DELAY_MS);

  constructor(workspace: Pick<Workspace, 'state' | 'files' | 'version'>) {
    this.#workspace = workspace;
    this.#entries = new Map(workspace.state.get<readonly (readonly [string, Entry])[]>(KEY, []));
  }

  /** The files that something is remembered of. */
  get uris(): readonly Uri[] {
    return [...this.#entries.keys()].map(address => this.#workspace.files.parse(address));
  }

  /** What tells a file and all that it is judged by from those after a change; null where nothing can. */
  async stampOf(uri: Uri, overrides: UserOverrides): Promise<string | null> {
    if (PART.test(fileNameOf(uri))) return null;
    const { files, version } = this.#workspace;
    const facts = await files.stat(uri).catch(() => null);
    if (!facts) return null;
    return [version, facts.size, facts.modified, hashOf(JSON.stringify(overrides))].join(' ');
  }

  /** All findings of a file as it is now, values included; undefined where they are not known. */
  of(uri: Uri, stamp: string | null): readonly Finding[] | undefined {
    const entry = this.#entries.get(uri.toString());
    return entry && entry.stamp === stamp ? entry.findings : undefined;
  }

  /** All findings of a file whose values were read. */
  put(uri: Uri, stamp: string | null, findings: readonly Finding[]): void {
    const key = uri.toString();
    this.#entries.delete(key);
    if (stamp !== null && JSON.stringify(findings).length <= MAX_CHARS)
      this.#entries.set(key, { stamp, findings });
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size <= MAX_FILES) break;
      this.#entries.delete(oldest);
    }
    this.#writing.trigger(KEY, () => this.#write());
  }

  dispose(): void {
    this.#writing.dispose();
    this.#write();
  }

  #write(): void {
    void this.#workspace.state.update(KEY, [...this.#entries]);
  }
}

/** FNV-1a over 64 bits, in two halves: it tells settings apart, and keeps nothing secret. */
function hashOf(text: string): string {
  let [low, high] = [0x811c9dc5, 0x01000193];
  for (let i = 0; i < text.length; i++) {
    low = Math.imul(low ^ text.charCodeAt(i), 0x01000193);
    high = Math.imul(high ^ text.charCodeAt(i), 0x85ebca6b);
  }
  return `${(low >>> 0).toString(36)}${(high >>> 0).toString(36)}`;
}
