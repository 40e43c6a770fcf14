import { t } from '../core/l10n';
import {
  PROJECT_FILE,
  type ProjectConfig,
  ProjectConfigError,
  parseProjectConfig,
} from '../core/settings/projectConfig';
import { type FoundConfig, ProjectConfigs } from '../core/settings/projectConfigs';
import { Debouncer } from './async';
import { type Disposable, disposeAll, Emitter } from './events';
import { folderPathOf, type Uri } from './uri';
import type { Workspace } from './workspace';

const CHANGE_DELAY_MS = 250;

/** The `tensor-loupe.json` files above the files of the workspace; none is read until the workspace is trusted. */
export class ProjectFiles implements Disposable {
  readonly #workspace: Workspace;
  /** By scheme and authority: a folder of one file system is above nothing of another. */
  readonly #bySystem = new Map<string, ProjectConfigs>();
  readonly #changed = new Emitter<void>();
  readonly #broken = new Emitter<string>();
  readonly #disposables: Disposable[];
  /** Fires when any of them was written, came or went. */
  readonly onDidChange = this.#changed.event;
  /** Fires with a sentence for a file that cannot be used; it then counts for nothing. */
  readonly onBroken = this.#broken.event;

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
    const changes = new Debouncer(CHANGE_DELAY_MS);
    const forget = () => {
      this.#bySystem.clear();
      this.#changed.fire();
    };
    this.#disposables = [
      this.#changed,
      this.#broken,
      changes,
      workspace.files.watchAll(`**/${PROJECT_FILE}`, () => changes.trigger('', forget)),
      workspace.onDidTrust(forget),
    ];
  }

  /** The one that counts for a file; null where none does. */
  async of(uri: Uri): Promise<FoundConfig | null> {
    return (await this.configs(uri)?.of(folderPathOf(uri))) ?? null;
  }

  /** Those of a file's file system, by paths of addresses; null where none may be read. */
  configs(uri: Uri): ProjectConfigs | null {
    if (!this.#workspace.isTrusted || uri.scheme === 'untitled') return null;
    const system = `${uri.scheme}://${uri.authority}`;
    const known = this.#bySystem.get(system);
    if (known) return known;
    const made = new ProjectConfigs(path =>
      this.#read(uri.with({ path, query: '', fragment: '' })),
    );
    this.#bySystem.set(system, made);
    return made;
  }

  dispose(): void {
    disposeAll(this.#disposables);
  }

  async #read(uri: Uri): Promise<ProjectConfig | null> {
    const bytes = await this.#workspace.files.read(uri).catch(() => null);
    if (!bytes) return null;
    try {
      return parseProjectConfig(new TextDecoder().decode(bytes));
    } catch (error) {
      if (!(error instanceof ProjectConfigError)) throw error;
      this.#broken.fire(t`${uri.fsPath}, line ${error.line}: ${error.message}`);
      return null;
    }
  }
}
