import type * as vscode from 'vscode';
import { activateOn } from './host/activate';
import { startEngineInBrowser } from './host/browser/engineWorker';

/** The extension where there is no Node: in the browser alone, as on vscode.dev and github.dev. */
export function activate(context: vscode.ExtensionContext): void {
  activateOn({ hasDisk: false, startEngine: startEngineInBrowser }, context);
}
