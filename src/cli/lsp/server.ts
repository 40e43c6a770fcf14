import { fileURLToPath } from 'node:url';
import {
  CodeActionKind,
  type CodeActionParams,
  type Connection,
  type InitializeResult,
  MessageType,
  type ShowMessageParams,
  TextDocumentSyncKind,
  TextDocuments,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { INCOMPLETE } from '../../core/lint/report';
import { documentReports } from '../../engine/pythonReport';
import type { PythonReport } from '../../protocol/engineMethods';
import type { Configs } from '../findFiles';
import { messageLine } from '../messageLine';
import { overridesFor } from '../projectSettings';
import { actionsFor, diagnosticOf, FIX_ALL, hoverAt, inlaysIn } from './answers';

/** As long as someone types nothing is checked. */
const TYPING_DELAY_MS = 150;

export interface ServerOptions {
  readonly version: string;
  /** The project files that count, read anew for each check. */
  readonly configs: () => Promise<Configs>;
}

interface Report extends PythonReport {
  readonly version: number;
}

/** One editor's server: diagnostics while one types, hovers, inlay shapes and quick fixes of open Python texts. */
export class LanguageServer {
  readonly #connection: Connection;
  readonly #options: ServerOptions;
  readonly #texts = new TextDocuments(TextDocument);
  readonly #lint = documentReports();
  readonly #reports = new Map<string, Report>();
  readonly #waiting = new Map<string, NodeJS.Timeout>();
  /** Sentences that were told: a broken project file is told once, not at each key. */
  readonly #told = new Set<string>();
  #canRefreshInlays = false;

  constructor(connection: Connection, options: ServerOptions) {
    this.#connection = connection;
    this.#options = options;
    connection.onInitialize(({ capabilities }) => {
      this.#canRefreshInlays = capabilities.workspace?.inlayHint?.refreshSupport === true;
      return this.#capabilities();
    });
    this.#texts.onDidChangeContent(({ document }) => this.#checkSoon(document));
    this.#texts.onDidClose(({ document }) => this.#forget(document.uri));
    // Whatever file changed on disk that the editor watches for us: a project file may count otherwise now.
    connection.onDidChangeWatchedFiles(() => this.#checkAll());
    connection.onDidChangeConfiguration(() => this.#checkAll());
    connection.onHover(async ({ textDocument, position }) =>
      hoverAt((await this.#reportOn(textDocument.uri))?.known ?? [], position),
    );
    connection.languages.inlayHint.on(async ({ textDocument, range }) =>
      inlaysIn((await this.#reportOn(textDocument.uri))?.known ?? [], range),
    );
    connection.onCodeAction(params => this.#actions(params));
    this.#texts.listen(connection);
  }

  dispose(): void {
    for (const timer of this.#waiting.values()) clearTimeout(timer);
    this.#waiting.clear();
  }

  #capabilities(): InitializeResult {
    return {
      serverInfo: { name: 'tensor-loupe', version: this.#options.version },
      capabilities: {
        textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
        hoverProvider: true,
        inlayHintProvider: true,
        codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, FIX_ALL] },
      },
    };
  }

  async #actions({ textDocument, range, context }: CodeActionParams) {
    const text = this.#texts.get(textDocument.uri);
    const report = await this.#reportOn(textDocument.uri);
    return text && report ? actionsFor(text, report.findings, range, context.only) : [];
  }

  /** The report on a text as it is now: who asks does not wait until typing stops. */
  async #reportOn(uri: string): Promise<Report | undefined> {
    const text = this.#texts.get(uri);
    if (!text) return undefined;
    const known = this.#reports.get(uri);
    return known?.version === text.version ? known : this.#check(text);
  }

  #checkAll(): void {
    this.#reports.clear();
    for (const text of this.#texts.all()) this.#checkSoon(text);
  }

  #checkSoon(text: TextDocument): void {
    clearTimeout(this.#waiting.get(text.uri));
    const check = () => {
      this.#waiting.delete(text.uri);
      void this.#check(text).then(() => {
        if (this.#canRefreshInlays) this.#connection.languages.inlayHint.refresh();
      });
    };
    this.#waiting.set(text.uri, setTimeout(check, TYPING_DELAY_MS));
  }

  async #check(text: TextDocument): Promise<Report | undefined> {
    if (!isPython(text)) return undefined;
    const { uri, version } = text;
    const rules = await this.#rulesFor(uri);
    // It was closed, or edited again, while the project files were read.
    if (this.#texts.get(uri)?.version !== version) return undefined;
    const found = this.#lint({ text: text.getText(), rules, document: uri });
    if (found.isIncomplete) this.#connection.console.warn(`${uri}: ${INCOMPLETE}`);
    const report = { ...found, version };
    this.#reports.set(uri, report);
    const diagnostics = found.findings.map(finding => diagnosticOf(finding, uri));
    await this.#connection.sendDiagnostics({ uri, version, diagnostics });
    return report;
  }

  async #rulesFor(uri: string): Promise<unknown> {
    if (!uri.startsWith('file:')) return {};
    try {
      return (await overridesFor(await this.#options.configs(), fileURLToPath(uri))).rules;
    } catch (error) {
      this.#tellOnce(messageLine(error));
      return {};
    }
  }

  #tellOnce(sentence: string): void {
    if (this.#told.has(sentence)) return;
    this.#told.add(sentence);
    const params: ShowMessageParams = { type: MessageType.Error, message: sentence };
    void this.#connection.sendNotification('window/showMessage', params);
  }

  #forget(uri: string): void {
    clearTimeout(this.#waiting.get(uri));
    this.#waiting.delete(uri);
    this.#reports.delete(uri);
    void this.#connection.sendDiagnostics({ uri, diagnostics: [] });
  }
}

function isPython({ languageId, uri }: TextDocument): boolean {
  return languageId === 'python' || uri.endsWith('.py');
}
