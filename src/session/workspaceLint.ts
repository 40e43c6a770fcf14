import { SETTINGS } from '../core/settings/settings';
import { Debouncer } from './async';
import { type Disposable, disposeAll } from './events';
import { lintFiles } from './lintQueue';
import { overridesOf } from './overrides';
import { lintPythonFiles } from './python/lintPythonFiles';
import { isScanned, PYTHON_GLOB, SCAN_GLOB } from './scan';
import type { Session } from './session';
import { settingOf } from './settingsOf';
import type { Uri } from './uri';
import type { FileChange } from './workspace';
import { checkHeaders, checkPython, checkSmallValues, type Stage } from './workspaceCheck';

const CHANGE_DELAY_MS = 400;
const MIB = 2 ** 20;

/** How far a scan of the workspace is; null once none runs. */
export type ShowProgress = (
  progress: {
    readonly stage: Stage;
    readonly done: number;
    readonly total: number;
    readonly elapsedMs: number;
  } | null,
) => void;

/**
 * The workspace's files in the background: what is remembered of tensor files first, then their headers, then
 * Python, then the values of small files; after that whatever changes.
 */
export class WorkspaceLint implements Disposable {
  readonly #session: Session;
  readonly #show: ShowProgress;
  readonly #changes = new Debouncer(CHANGE_DELAY_MS);
  readonly #disposables: Disposable[];
  #watches: Disposable[] = [];
  #run: AbortController | undefined;

  constructor(session: Session, show: ShowProgress) {
    this.#session = session;
    this.#show = show;
    const { files, settings } = session.workspace;
    const later = () => this.#changes.trigger('settings', () => void this.start());
    this.#disposables = [
      this.#changes,
      settings.onDidChange(change => {
        if (['lint', 'python.lint', 'rules', 'contracts'].some(key => change.affects(key))) later();
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
    try {
      await this.#recall(run.signal);
      if (wanted === 'workspace' && !run.signal.aborted) await this.#scan(run.signal);
    } catch (error) {
      if (!run.signal.aborted) log.error('The background check failed', String(error));
    }
    if (this.#run === run) this.cancel();
  }

  async #scan(signal: AbortSignal): Promise<void> {
    const { log } = this.#session.workspace;
    const started = Date.now();
    const onDone = (stage: Stage, done: number, total: number) => {
      if (!signal.aborted) this.#show({ stage, done, total, elapsedMs: Date.now() - started });
    };
    const options = { signal, onDone };
    const tensors = await checkHeaders(this.#session, options);
    const python = await checkPython(this.#session, options);
    await checkSmallValues(this.#session, tensors, this.#valuesUpTo, options);
    const ms = Date.now() - started;
    log.info(`Checked ${tensors.length} tensor files and ${python.length} Python files, ${ms} ms`);
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

  get #valuesUpTo(): number {
    return settingOf(this.#session.workspace.settings, SETTINGS.lintValuesUpToMiB) * MIB;
  }

  /** Ends the scan under way; what it found stays. */
  cancel(): void {
    this.#run?.abort();
    this.#run = undefined;
    this.#show(null);
  }

  dispose(): void {
    this.cancel();
    disposeAll(this.#watches);
    disposeAll(this.#disposables);
  }

  #watchFiles(isWanted: boolean): void {
    if (!isWanted) disposeAll(this.#watches);
    else if (this.#watches.length === 0) {
      const { files } = this.#session.workspace;
      this.#watches.push(
        files.watchAll(SCAN_GLOB, change => this.#changed('tensors', change)),
        files.watchAll(PYTHON_GLOB, change => this.#changed('python', change)),
      );
    }
  }

  #changed(what: 'tensors' | 'python', { type, uri }: FileChange): void {
    const { findings, pythonFindings } = this.#session;
    const key = uri.toString();
    if (type === 'deleted') {
      this.#changes.cancel(key);
      (what === 'python' ? pythonFindings : findings).clear(uri);
    } else this.#changes.trigger(key, () => void this.#relint(what, uri));
  }

  async #relint(what: 'tensors' | 'python', uri: Uri): Promise<void> {
    const { signal } = new AbortController();
    if (!(await isScanned(this.#session, what, uri))) return;
    if (what === 'python') {
      await lintPythonFiles(this.#session, [uri], { signal });
      return;
    }
    const valuesUpTo = this.#valuesUpTo;
    const values = valuesUpTo > 0;
    this.#session.folders.add([uri]);
    await lintFiles(this.#session, [uri], { values, valuesUpTo, isBackground: true, signal });
  }
}
