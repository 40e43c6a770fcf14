import { INCOMPLETE } from '../../core/lint/report';
import { mentionsNodes, mentionsTensors } from '../../core/python/nodes/mentionsNodes';
import { SETTINGS } from '../../core/settings/settings';
import type { PythonReport } from '../../protocol/engineMethods';
import { Debouncer } from '../async';
import { type Disposable, disposeAll, Emitter } from '../events';
import { rulesFor } from '../overrides';
import type { Session } from '../session';
import { settingOf } from '../settingsOf';
import type { Notebook, TextFile } from '../workspace';
import { type DocumentReport, isPython, type Unit, Units } from './units';

const TYPING_DELAY_MS = 150;
const MAX_TEXT_LENGTH = 4_000_000;
const NOTHING: PythonReport = { findings: [], known: [], isIncomplete: false };

/** Keeps the shape report of every open Python text: files, notebook cells, texts that are not saved. */
export class PythonReports implements Disposable {
  readonly #session: Session;
  readonly #units: Units;
  readonly #reports = new Map<
    string,
    { readonly version: number; readonly report: DocumentReport }
  >();
  readonly #changed = new Emitter<TextFile>();
  /** Fires with a text whose report was made anew or is gone; its findings are in the session by then. */
  readonly onDidChange = this.#changed.event;
  readonly #typing = new Debouncer(TYPING_DELAY_MS);
  readonly #disposables: Disposable[];

  constructor(session: Session) {
    this.#session = session;
    const { texts, settings } = session.workspace;
    this.#units = new Units(texts);
    this.#disposables = [
      this.#typing,
      this.#changed,
      texts.onDidOpen(document => this.refresh(document)),
      texts.onDidChange(document => this.refresh(document)),
      texts.onDidClose(document => this.#forget(document)),
      texts.onDidChangeNotebook(notebook => this.#refreshNotebook(notebook)),
      texts.onDidCloseNotebook(({ uri }) => session.pythonFindings.closed(uri)),
      session.projects.onDidChange(() => this.refreshAll()),
      settings.onDidChange(change => {
        if (change.affects()) this.refreshAll();
      }),
    ];
    this.refreshAll();
  }

  /** The report on the text as it is now; undefined when it is not made yet. */
  get(document: TextFile): DocumentReport | undefined {
    const entry = this.#reports.get(document.uri.toString());
    return entry?.version === document.version ? entry.report : undefined;
  }

  /** Reports on every open text anew. */
  refreshAll(): void {
    for (const document of this.#session.workspace.texts.all) this.refresh(document);
  }

  /** Reports on a text anew once typing stops. */
  refresh(document: TextFile): void {
    if (!isPython(document)) return;
    if (settingOf(this.#session.workspace.settings, SETTINGS.pythonLint, document.uri)) {
      this.#typing.trigger(this.#units.keyOf(document), () => void this.#lint(document));
    } else {
      this.#forget(document);
    }
  }

  dispose(): void {
    disposeAll(this.#disposables);
  }

  /** A cell that came, went or moved changes what the others know. */
  #refreshNotebook(notebook: Notebook): void {
    const first = notebook.getCells().find(cell => isPython(cell.document));
    if (first) this.refresh(first.document);
  }

  async #lint(document: TextFile): Promise<void> {
    if (document.isClosed) return;
    const unit = this.#units.of(document);
    const versions = unit.documents.map(({ version }) => version);
    if (unit.text.length > MAX_TEXT_LENGTH) return;
    try {
      const report = await this.#reportOn(unit, await rulesFor(this.#session, document.uri));
      if (report.isIncomplete) this.#session.workspace.log.warn(`${unit.key}: ${INCOMPLETE}`);
      for (const [i, part] of unit.split(report).entries()) {
        const own = unit.documents[i]!;
        if (own.isClosed || own.version !== versions[i]) continue;
        this.#reports.set(own.uri.toString(), { version: own.version, report: part });
        this.#session.pythonFindings.setOpen(own.uri, part.findings);
        this.#changed.fire(own);
      }
      // The cells say it, each for itself.
      if (unit.notebook && !unit.documents.every(({ isClosed }) => isClosed))
        this.#session.pythonFindings.setOpen(unit.notebook, []);
    } catch (error) {
      this.#session.workspace.log.warn(`${unit.key}: ${String(error)}`);
    }
  }

  /** A text without nodes or tensors does not even wake the engine. */
  async #reportOn({ key, text, notebook }: Unit, rules: unknown): Promise<PythonReport> {
    const isNotebook = notebook !== null;
    if (!mentionsNodes(text) && !(isNotebook && mentionsTensors(text))) return NOTHING;
    return this.#session.engine.call('python', { text, rules, document: key, isNotebook });
  }

  #forget(document: TextFile): void {
    if (!this.#units.notebookOf(document)) this.#typing.cancel(this.#units.keyOf(document));
    this.#session.pythonFindings.closed(document.uri);
    if (this.#reports.delete(document.uri.toString())) this.#changed.fire(document);
  }
}
