import { SETTINGS } from '../core/settings/settings';
import { Debouncer } from './async';
import { type Disposable, disposeAll } from './events';
import { lintFiles } from './lintQueue';
import { overridesOf } from './overrides';
import { isScanned, SCAN_GLOB, tensorFilesOfWorkspace } from './scan';
import type { Session } from './session';
import { settingOf } from './settingsOf';
import type { Uri } from './uri';
import type { FileChange } from './workspace';

const CHANGE_DELAY_MS = 400;
const MIB = 2 ** 20;

/** How far a scan of the workspace is; null once none runs. */
export type ShowProgress = (
  progress: { readonly done: number; readonly total: number; readonly elapsedMs: number } | null,
) => void;

/**
 * The workspace's files in the background: what is remembered of them first, then their headers, then the
 * values of small ones; after that whatever changes.
 */
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
    const wanted = settingOf(settings, SETTINGS.lintRun);
    this.#watchFiles(wanted === 'workspace');
    if (wanted === 'off' || files.folders.length === 0) return;
    const run = new AbortController();
    this.#run = run;
    const started = Date.now();
    try {
      await this.#recall(run.signal);
      if (wanted !== 'workspace' || run.signal.aborted) return;
      const uris = await tensorFilesOfWorkspace(this.#session, run.signal);
      this.#session.folders.add(uris);
      const onDone = (done: number, total: number) => {
        if (!run.signal.aborted) this.#show({ done, total, elapsedMs: Date.now() - started });
      };
      const common = { isBackground: true, signal: run.signal, onDone };
      await lintFiles(this.#session, uris, { ...common, values: false });
      log.info(`Checked ${uris.length} files in ${Date.now() - started} ms`);
      const small = await this.#smallOf(uris);
      await lintFiles(this.#session, small, { ...common, ...this.#smallValues() });
      log.info(`Checked the values of ${small.length} files, ${Date.now() - started} ms in all`);
    } catch (error) {
      if (!run.signal.aborted) log.error('The background check failed', String(error));
    }
    if (this.#run === run) this.cancel();
  }

  /** Puts what is remembered of files that have not changed in its place, without reading them. */
  async #recall(signal: AbortSignal): Promise<void> {
    const { checkedValues, documents, findings } = this.#session;
    for (const uri of checkedValues.uris) {
      if (signal.aborted) return;
      if (documents.get(uri) || findings.hasValues(uri)) continue;
      const stamp = await checkedValues.stampOf(uri, await overridesOf(this.#session, uri));
      const known = checkedValues.of(uri, stamp);
      if (known) findings.setBackground(uri, known, true);
    }
  }

  /** The files whose values are not known and few enough to be read unasked. */
  async #smallOf(uris: readonly Uri[]): Promise<readonly Uri[]> {
    const { findings, workspace } = this.#session;
    const { valuesUpTo } = this.#smallValues();
    const small: Uri[] = [];
    for (const uri of uris) {
      if (findings.hasValues(uri)) continue;
      const facts = await workspace.files.stat(uri).catch(() => null);
      if (facts && facts.size <= valuesUpTo) small.push(uri);
    }
    return small;
  }

  #smallValues(): { readonly values: boolean; readonly valuesUpTo: number } {
    const { settings } = this.#session.workspace;
    const valuesUpTo = settingOf(settings, SETTINGS.lintValuesUpToMiB) * MIB;
    return { values: valuesUpTo > 0, valuesUpTo };
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
    if (!(await isScanned(this.#session, uri))) return;
    this.#session.folders.add([uri]);
    await lintFiles(this.#session, [uri], { ...this.#smallValues(), isBackground: true, signal });
  }
}
