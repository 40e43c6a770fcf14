import type { Reading } from '../protocol/engineMethods';
import { type Disposable, Emitter } from './events';
import type { Uri } from './uri';
import type { KeyValueStore } from './workspace';

/** Numbers are what one opens a file for. */
const USUAL: Reading = 'real';

/** How the quantised weights of a file are read, remembered for the workspace. */
export class ReadingStore implements Disposable {
  readonly #state: KeyValueStore;
  readonly #changed = new Emitter<Uri>();
  /** Fires with the file whose reading was chosen. */
  readonly onDidChange = this.#changed.event;

  constructor(state: KeyValueStore) {
    this.#state = state;
  }

  of(uri: Uri): Reading {
    return this.#state.get<Reading>(keyOf(uri), USUAL);
  }

  async choose(uri: Uri, reading: Reading): Promise<void> {
    await this.#state.update(keyOf(uri), reading === USUAL ? undefined : reading);
    this.#changed.fire(uri);
  }

  dispose(): void {
    this.#changed.dispose();
  }
}

function keyOf(uri: Uri): string {
  return `reading:${uri.toString()}`;
}
