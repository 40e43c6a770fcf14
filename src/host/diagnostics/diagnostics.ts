import * as vscode from 'vscode';
import type { Finding, Severity } from '../../core/findings';
import type { Services } from '../services';

/** Who says it, beside every problem. */
export const SOURCE = 'Tensor Loupe';

/** VS Code's number of each severity. */
export const DIAGNOSTIC_SEVERITIES: Readonly<Record<Severity, vscode.DiagnosticSeverity>> = {
  error: 0,
  warning: 1,
  info: 2,
  hint: 3,
};

/** Where a rule's page is: shipped with the extension, so the link works offline. */
export function rulePage(extensionUri: vscode.Uri, rule: string): vscode.Uri {
  return vscode.Uri.joinPath(extensionUri, 'docs', 'rules', `${rule}.md`);
}

/** Shows the findings of tensor files as Problems. */
export function registerDiagnostics({ extensionUri, findings }: Services): vscode.Disposable {
  const collection = vscode.languages.createDiagnosticCollection('tensorLoupe');
  const subscription = findings.onDidChange(uri =>
    collection.set(
      uri,
      findings.of(uri).map(finding => diagnosticOf(finding, extensionUri)),
    ),
  );
  return vscode.Disposable.from(collection, subscription);
}

function diagnosticOf(finding: Finding, extensionUri: vscode.Uri): vscode.Diagnostic {
  const range = new vscode.Range(0, 0, 0, 0);
  const severity = DIAGNOSTIC_SEVERITIES[finding.severity];
  const diagnostic = new vscode.Diagnostic(range, finding.message, severity);
  diagnostic.source = SOURCE;
  diagnostic.code = { value: finding.rule, target: rulePage(extensionUri, finding.rule) };
  return diagnostic;
}
