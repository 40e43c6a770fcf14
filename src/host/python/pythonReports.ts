import * as vscode from 'vscode';
import { mentionsNodes } from '../../core/python/nodes/mentionsNodes';
import type { PythonReport } from '../../protocol/engineMethods';
import { Debouncer } from '../cancel';
import { config } from '../config';
import type { Services } from '../services';
import { type DocumentReport, notebookOf, type Unit, unitKey, unitOf } from './units';

const TYPING_DELAY_MS = 150;
const MAX_TEXT_LENGTH = 4_000_000;
const NOTHING: PythonReport = { findings: [], known: [], isIncomplete: false };

/** Keeps the shape report of every open Python text: files, notebook cells, texts that are not saved. */
export class PythonReports implements vscode.Disposable {
  readonly #services: Services;
  readonly #reports = new Map<
    string,
    { readonly version: number; readonly report: DocumentReport }
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
      vscode.workspace.onDidChangeNotebookDocument(({ notebook, contentChanges }) => {
        if (contentChanges.length > 0) this.#refreshNotebook(notebook);
      }),
      vscode.workspace.onDidOpenNotebookDocument(notebook => this.#refreshNotebook(notebook)),
      vscode.workspace.onDidChangeConfiguration(event => {
        if (event.affectsConfiguration('tensorLoupe')) this.refreshAll();
      }),
    ];
    this.refreshAll();
  }

  /** The report on the text as it is now; undefined when it is not made yet. */
  get(document: vscode.TextDocument): DocumentReport | undefined {
    const entry = this.#reports.get(document.uri.toString());
    return entry?.version === document.version ? entry.report : undefined;
  }

  refreshAll(): void {
    for (const document of vscode.workspace.textDocuments) this.refresh(document);
  }

  refresh(document: vscode.TextDocument): void {
    if (document.languageId !== 'python') return;
    if (config.pythonLint(document.uri)) {
      this.#typing.trigger(unitKey(document), () => void this.#lint(document));
    } else {
      this.#forget(document);
    }
  }

  dispose(): void {
    for (const disposable of this.#disposables) disposable.dispose();
  }

  /** A cell that came, went or moved changes what the others know. */
  #refreshNotebook(notebook: vscode.NotebookDocument): void {
    const first = notebook.getCells().find(cell => cell.document.languageId === 'python');
    if (first) this.refresh(first.document);
  }

  async #lint(document: vscode.TextDocument): Promise<void> {
    if (document.isClosed) return;
    const unit = unitOf(document);
    const versions = unit.documents.map(({ version }) => version);
    if (unit.text.length > MAX_TEXT_LENGTH) return;
    try {
      const report = await this.#reportOn(unit, config.rules(document.uri));
      if (report.isIncomplete)
        this.#services.log.warn(`${unit.key}: the shape check reached its limit and ended early`);
      for (const [i, part] of unit.split(report).entries()) {
        const own = unit.documents[i]!;
        if (own.isClosed || own.version !== versions[i]) continue;
        this.#reports.set(own.uri.toString(), { version: own.version, report: part });
        this.#changed.fire(own);
      }
    } catch (error) {
      this.#services.log.warn(`${unit.key}: ${String(error)}`);
    }
  }

  /** A text without nodes does not even wake the engine. */
  async #reportOn({ key, text }: Unit, rules: unknown): Promise<PythonReport> {
    if (!mentionsNodes(text)) return NOTHING;
    return this.#services.engine.call('python', { text, rules, document: key });
  }

  #forget(document: vscode.TextDocument): void {
    if (!notebookOf(document)) this.#typing.cancel(unitKey(document));
    if (this.#reports.delete(document.uri.toString())) this.#changed.fire(document);
  }
}
