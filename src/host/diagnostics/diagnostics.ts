import * as vscode from 'vscode';
import type { Finding, Severity } from '../../core/findings';
import type { Uri } from '../../session/uri';
import type { Services } from '../services';

/** The command that shows a tensor of a file, with what is found in it. */
export const SHOW_FINDING = 'tensorLoupe.showFinding';

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
      findings.of(uri).map(finding => diagnosticOf(finding, uri, extensionUri)),
    ),
  );
  return vscode.Disposable.from(collection, subscription);
}

function diagnosticOf(finding: Finding, uri: Uri, extensionUri: vscode.Uri): vscode.Diagnostic {
  const range = new vscode.Range(0, 0, 0, 0);
  const severity = DIAGNOSTIC_SEVERITIES[finding.severity];
  const diagnostic = new vscode.Diagnostic(range, finding.message, severity);
  diagnostic.source = SOURCE;
  // A custom editor is not told which entry was clicked: the code's link says so, and a file without one has its rule.
  const target =
    finding.tensor === null
      ? rulePage(extensionUri, finding.rule)
      : commandLink(SHOW_FINDING, uri.toString(), finding.tensor);
  diagnostic.code = { value: finding.rule, target };
  return diagnostic;
}

/** A link that runs a command. VS Code decodes it more than once, so that nothing in it may look encoded. */
function commandLink(command: string, ...args: readonly string[]): vscode.Uri {
  const query = JSON.stringify(args).replace(
    /[%#?&]/g,
    character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return vscode.Uri.from({ scheme: 'command', path: command, query });
}
