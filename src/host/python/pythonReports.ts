import * as vscode from 'vscode';
import type { PythonReport } from '../../protocol/engineMethods';
import { Debouncer } from '../cancel';
import { config } from '../config';
import type { Services } from '../services';

const TYPING_DELAY_MS = 150;
const MAX_TEXT_LENGTH = 4_000_000;

/** Keeps the shape report of every open Python text: files, notebook cells, texts that are not saved. */
export class PythonReports implements vscode.Disposable {
  readonly #services: Services;
  readonly #reports = new Map<
    string,
    { readonly version: number; readonly report: PythonReport }
  >();
  readonly #changed = new vscode.EventEmitter<vscode.TextDocument>();
  readonly onDidChange = this.#changed.event;
  readonly #typing = new Debouncer(TYPING_DELAY_MS);
  readonly #disposables: vscode.Disposable[];

  constructor(services: Services) {
    this.#services = services;
    this.#disposables = [
      this.#typing,
      this.#changed,
      vscode.workspace.onDidOpenTextDocument(document => this.refresh(document)),
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.refresh(document)),
      vscode.workspace.onDidCloseTextDocument(document => this.#forget(document)),
      vscode.workspace.onDidChangeConfiguration(event => {
        if (event.affectsConfiguration('tensorLoupe')) this.refreshAll();
      }),
    ];
    this.refreshAll();
  }

  /** The report on the text as it is now; undefined when it is not made yet. */
  get(document: vscode.TextDocument): PythonReport | undefined {
    const entry = this.#reports.get(document.uri.toString());
    return entry?.version === document.version ? entry.report : undefined;
  }

  refreshAll(): void {
    for (const document of vscode.workspace.textDocuments) this.refresh(document);
  }

  refresh(document: vscode.TextDocument): void {
    if (document.languageId !== 'python') return;
    if (config.pythonLint(document.uri)) {
      this.#typing.trigger(document.uri.toString(), () => void this.#lint(document));
    } else {
      this.#forget(document);
    }
  }

  dispose(): void {
    for (const disposable of this.#disposables) disposable.dispose();
  }

  async #lint(document: vscode.TextDocument): Promise<void> {
    if (document.isClosed) return;
    const { version } = document;
    const text = document.getText();
    if (text.length > MAX_TEXT_LENGTH) return;
    try {
      const rules = config.rules(document.uri);
      const report = await this.#services.engine.call('python', { text, rules });
      if (document.isClosed || document.version !== version) return;
      this.#reports.set(document.uri.toString(), { version, report });
      this.#changed.fire(document);
    } catch (error) {
      this.#services.log.warn(`${document.uri.toString(true)}: ${String(error)}`);
    }
  }

  #forget(document: vscode.TextDocument): void {
    this.#typing.cancel(document.uri.toString());
    if (this.#reports.delete(document.uri.toString())) this.#changed.fire(document);
  }
}
