import * as vscode from 'vscode';
import { unlinked, visibleLines } from '../core/visible';

/** Tells the person something and gives what they chose. Names in it make no links, which VS Code would follow. */
export function inform(message: string, ...choices: string[]): Thenable<string | undefined> {
  return vscode.window.showInformationMessage(unlinked(message), ...choices);
}

/** The same for what should be looked at. */
export function warn(message: string, ...choices: string[]): Thenable<string | undefined> {
  return vscode.window.showWarningMessage(unlinked(message), ...choices);
}

/** The same for what has failed. */
export function complain(message: string, ...choices: string[]): Thenable<string | undefined> {
  return vscode.window.showErrorMessage(unlinked(message), ...choices);
}

/** Asks before going on, with the window behind it held; what is chosen, or undefined. */
export function ask(
  message: string,
  detail: string,
  ...choices: string[]
): Thenable<string | undefined> {
  const options = { modal: true, detail: visibleLines(detail) };
  return vscode.window.showInformationMessage(unlinked(message), options, ...choices);
}
