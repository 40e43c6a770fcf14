import { SETTINGS } from '../core/settings/settings';
import { Debouncer } from './async';
import { type Disposable, disposeAll } from './events';
import { lintFiles } from './lintQueue';
import { isScanned, SCAN_GLOB, tensorFilesOfWorkspace } from './scan';
import type { Session } from './session';
import { settingOf } from './settingsOf';
import type { FileChange } from './workspace';

const CHANGE_DELAY_MS = 400;

/** How far a scan of the workspace is; null once none runs. */
export type ShowProgress = (
  progress: { readonly done: number; readonly total: number; readonly elapsedMs: number } | null,
) => void;

/** Header rules over the workspace in the background: once at the start, then whatever changes. */
export class WorkspaceLint implements Disposable {
  readonly #session: Session;
  readonly #show: ShowProgress;
  readonly #changes = new Debouncer(CHANGE_DELAY_MS);
  readonly #disposables: Disposable[];
  #watch: Disposable | undefined;
  #run: AbortController | undefined;

  constructor(session: Session, show: ShowProgress) {
    this.#session = session;
    this.#show = show;
    const { files, settings } = session.workspace;
    const later = () => this.#changes.trigger('settings', () => void this.start());
    this.#disposables = [
      this.#changes,
      settings.onDidChange(change => {
        if (['lint', 'rules', 'contracts'].some(key => change.affects(key))) later();
      }),
      session.projects.onDidChange(later),
      files.onDidChangeFolders(() => void this.start()),
    ];
  }

  /** Scans the workspace as the settings say; a scan under way is ended first. Never throws. */
  async start(): Promise<void> {
    this.cancel();
    const { files, settings, log } = this.#session.workspace;
    const isWanted = settingOf(settings, SETTINGS.lintRun) === 'workspace';
    this.#watchFiles(isWanted);
    if (!isWanted || files.folders.length === 0) return;
    const run = new AbortController();
    this.#run = run;
    const started = Date.now();
    try {
      const uris = await tensorFilesOfWorkspace(this.#session, run.signal);
      await lintFiles(this.#session, uris, {
        values: false,
        isBackground: true,
        signal: run.signal,
        onDone: (done, total) => {
          if (!run.signal.aborted) this.#show({ done, total, elapsedMs: Date.now() - started });
        },
      });
      log.info(`Checked ${uris.length} files in ${Date.now() - started} ms`);
    } catch (error) {
      if (!run.signal.aborted) log.error('The background check failed', String(error));
    }
    if (this.#run === run) this.cancel();
  }

  /** Ends the scan under way; what it found stays. */
  cancel(): void {
    this.#run?.abort();
    this.#run = undefined;
    this.#show(null);
  }

  dispose(): void {
    this.cancel();
    this.#watch?.dispose();
    disposeAll(this.#disposables);
  }

  #watchFiles(isWanted: boolean): void {
    if (!isWanted) {
      this.#watch?.dispose();
      this.#watch = undefined;
    } else
      this.#watch ??= this.#session.workspace.files.watchAll(SCAN_GLOB, change =>
        this.#changed(change),
      );
  }

  #changed({ type, uri }: FileChange): void {
    const key = uri.toString();
    if (type === 'deleted') {
      this.#changes.cancel(key);
      this.#session.findings.clear(uri);
    } else this.#changes.trigger(key, () => void this.#relint(uri));
  }

  async #relint(uri: FileChange['uri']): Promise<void> {
    const { signal } = new AbortController();
    if (await isScanned(this.#session, uri))
      await lintFiles(this.#session, [uri], { values: false, isBackground: true, signal });
  }
}
