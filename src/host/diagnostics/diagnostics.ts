import * as vscode from 'vscode';
import type { Finding, RuleId, Severity } from '../../core/findings';

export const SOURCE = 'Tensor Loupe';

const SEVERITIES: Readonly<Record<Severity, vscode.DiagnosticSeverity>> = {
  error: 0,
  warning: 1,
  info: 2,
  hint: 3,
};

/** Where a rule's page is: shipped with the extension, so the link works offline. */
export function rulePage(extensionUri: vscode.Uri, rule: RuleId | string): vscode.Uri {
  return vscode.Uri.joinPath(extensionUri, 'docs', 'rules', `${rule}.md`);
}

/** A file's findings as Problems; an open document's word goes above the background scan's. */
export class Diagnostics implements vscode.Disposable {
  readonly #collection = vscode.languages.createDiagnosticCollection('tensorLoupe');
  readonly #extensionUri: vscode.Uri;
  readonly #byUri = new Map<string, readonly Finding[]>();
  readonly #changed = new vscode.EventEmitter<vscode.Uri[]>();
  /** Fires with the files whose findings changed. */
  readonly onDidChange = this.#changed.event;

  constructor(extensionUri: vscode.Uri) {
    this.#extensionUri = extensionUri;
  }

  findings(uri: vscode.Uri): readonly Finding[] {
    return this.#byUri.get(uri.toString()) ?? [];
  }

  /** Every file that has findings. */
  files(): vscode.Uri[] {
    return [...this.#byUri.keys()].map(text => vscode.Uri.parse(text));
  }

  setOpen(uri: vscode.Uri, findings: readonly Finding[]): void {
    this.set(uri, findings);
  }

  set(uri: vscode.Uri, findings: readonly Finding[]): void {
    if (findings.length === 0) this.#byUri.delete(uri.toString());
    else this.#byUri.set(uri.toString(), findings);
    this.#collection.set(
      uri,
      findings.map(finding => this.#diagnostic(finding)),
    );
    this.#changed.fire([uri]);
  }

  /** Forgets a file, and every file below it when it was a folder. */
  clear(uri: vscode.Uri): void {
    const folder = `${uri.toString()}/`;
    for (const text of [...this.#byUri.keys()]) {
      if (text === uri.toString() || text.startsWith(folder)) this.set(vscode.Uri.parse(text), []);
    }
  }

  dispose(): void {
    this.#collection.dispose();
    this.#changed.dispose();
  }

  #diagnostic(finding: Finding): vscode.Diagnostic {
    const diagnostic = new vscode.Diagnostic(
      new vscode.Range(0, 0, 0, 0),
      finding.message,
      SEVERITIES[finding.severity],
    );
    diagnostic.source = SOURCE;
    diagnostic.code = { value: finding.rule, target: rulePage(this.#extensionUri, finding.rule) };
    return diagnostic;
  }
}
