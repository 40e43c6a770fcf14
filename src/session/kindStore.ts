import type { Kind } from '../core/contracts/index';
import type { KindChoice } from '../protocol/engineMethods';
import { type Disposable, Emitter } from './events';
import type { Uri } from './uri';
import type { KeyValueStore } from './workspace';

/** The kinds that the user chose in the editor, remembered for the workspace. */
export class KindStore implements Disposable {
  readonly #state: KeyValueStore;
  readonly #changed = new Emitter<Uri>();
  /** Fires with the file that a kind was chosen for. */
  readonly onDidChange = this.#changed.event;

  constructor(state: KeyValueStore) {
    this.#state = state;
  }

  of(uri: Uri): readonly KindChoice[] {
    return this.#state.get<readonly KindChoice[]>(keyOf(uri), []);
  }

  /** `null` holds the tensor to no contract; `'auto'` takes the user's choice back. */
  async choose(uri: Uri, tensor: string, kind: Kind | null | 'auto'): Promise<void> {
    const others = this.of(uri).filter(choice => choice.tensor !== tensor);
    const choices = kind === 'auto' ? others : [...others, { tensor, kind }];
    await this.#state.update(keyOf(uri), choices.length > 0 ? choices : undefined);
    this.#changed.fire(uri);
  }

  dispose(): void {
    this.#changed.dispose();
  }
}

function keyOf(uri: Uri): string {
  return `kinds:${uri.toString()}`;
}
