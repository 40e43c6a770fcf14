import * as vscode from 'vscode';

/** The webview's strings in the user's language, by their English text; the webview has no `l10n` of its own. */
export function webviewStrings(): Readonly<Record<string, string>> {
  return vscode.l10n.bundle ?? {};
}
