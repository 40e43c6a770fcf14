import * as vscode from 'vscode';
import { activateOn } from './host/activate';
import { startEngineWorker } from './host/node/engineWorker';

/** The extension where there is Node: on the desktop, and on servers. */
export function activate(context: vscode.ExtensionContext): void {
  const machine = {
    hasDisk: true,
    startEngine: (extensionUri: vscode.Uri, strings: Record<string, string> | undefined) =>
      startEngineWorker(vscode.Uri.joinPath(extensionUri, 'dist', 'worker.js').fsPath, strings),
  };
  activateOn(machine, context);
}
