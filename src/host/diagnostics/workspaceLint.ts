import * as vscode from 'vscode';
import { Debouncer } from '../cancel';
import { config } from '../config';
import { SCAN_GLOB } from '../fileTypes';
import type { Services } from '../services';
import { lintFiles } from './lintQueue';
import { tensorFilesOfWorkspace } from './tensorFiles';

const CHANGE_DELAY_MS = 400;

/** Header rules over the workspace in the background: once at the start, then whatever changes. */
export class WorkspaceLint implements vscode.Disposable {
  readonly #services: Services;
  readonly #status: vscode.StatusBarItem;
  readonly #changes = new Debouncer(CHANGE_DELAY_MS);
  readonly #disposables: vscode.Disposable[] = [];
  #watcher: vscode.FileSystemWatcher | undefined;
  #run: AbortController | undefined;

  constructor(services: Services) {
    this.#services = services;
    this.#status = vscode.window.createStatusBarItem(
      'tensorLoupe.scan',
      vscode.StatusBarAlignment.Left,
    );
    this.#status.name = vscode.l10n.t('Tensor Loupe: Scan');
    this.#status.command = 'tensorLoupe.cancelScan';
    this.#disposables.push(
      this.#status,
      this.#changes,
      vscode.workspace.onDidChangeConfiguration(event => {
        if (
          ['lint', 'rules', 'contracts'].some(key =>
            event.affectsConfiguration(`tensorLoupe.${key}`),
          )
        ) {
          this.#changes.trigger('settings', () => void this.start());
        }
      }),
      vscode.workspace.onDidChangeWorkspaceFolders(() => void this.start()),
    );
  }

  /** Scans the workspace as the settings say; a scan under way is ended first. */
  async start(): Promise<void> {
    this.cancel();
    this.#watch(config.lintRun() === 'workspace');
    if (config.lintRun() !== 'workspace' || !vscode.workspace.workspaceFolders?.length) return;
    const run = new AbortController();
    this.#run = run;
    try {
      await this.#scan(await tensorFilesOfWorkspace(this.#services, run.signal), run);
    } catch (error) {
      if (!run.signal.aborted)
        this.#services.log.error('The background check failed', String(error));
    }
  }

  /** Ends the scan under way; what it found stays. */
  cancel(): void {
    this.#run?.abort();
    this.#run = undefined;
    this.#status.hide();
  }

  dispose(): void {
    this.cancel();
    this.#watcher?.dispose();
    for (const disposable of this.#disposables) disposable.dispose();
  }

  async #scan(uris: readonly vscode.Uri[], run: AbortController): Promise<void> {
    const started = Date.now();
    await lintFiles(this.#services, uris, {
      values: false,
      signal: run.signal,
      onDone: (done, total) => {
        // A short scan shows nothing: text that flashes by helps nobody.
        if (Date.now() - started < 500 || run.signal.aborted) return;
        this.#status.text = `$(sync~spin) ${vscode.l10n.t('Tensors {0}/{1}', done, total)}`;
        this.#status.tooltip = vscode.l10n.t(
          'Tensor Loupe is checking tensor files. Click to stop.',
        );
        this.#status.show();
      },
    });
    if (this.#run === run) this.cancel();
    this.#services.log.info(`Checked ${uris.length} files in ${Date.now() - started} ms`);
  }

  #watch(wanted: boolean): void {
    if (!wanted) {
      this.#watcher?.dispose();
      this.#watcher = undefined;
      return;
    }
    if (this.#watcher) return;
    this.#watcher = vscode.workspace.createFileSystemWatcher(SCAN_GLOB);
    const relint = (uri: vscode.Uri) => {
      if (isExcluded(uri)) return;
      this.#changes.trigger(uri.toString(), () => void this.#scan([uri], new AbortController()));
    };
    this.#watcher.onDidChange(relint);
    this.#watcher.onDidCreate(relint);
    this.#watcher.onDidDelete(uri => {
      this.#changes.cancel(uri.toString());
      this.#services.diagnostics.clear(uri);
    });
  }
}

/** The watcher knows no exclude globs, so a change is held against them here. */
function isExcluded(uri: vscode.Uri): boolean {
  const document = { uri, languageId: '*', fileName: uri.fsPath } as vscode.TextDocument;
  return config
    .lintExclude()
    .some(pattern => vscode.languages.match({ pattern, scheme: uri.scheme }, document) > 0);
}
