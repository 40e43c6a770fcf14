import * as vscode from 'vscode';
import { messageOf } from '../session/workspace';
import { complain } from './notify';

/** The one log of the extension; messages to people go through `notify`. */
export function createLog(): vscode.LogOutputChannel {
  return vscode.window.createOutputChannel('Tensor Loupe', { log: true });
}

/** Logs the whole error and tells the person the sentence, with a way to the log; waits for no answer, which may take minutes. */
export function showError(log: vscode.LogOutputChannel, what: string, error: unknown): void {
  log.error(what, error instanceof Error ? (error.stack ?? error.message) : String(error));
  const choice = vscode.l10n.t('Show Log');
  void complain(`${what}: ${messageOf(error)}`, choice).then(chosen => {
    if (chosen === choice) log.show();
  });
}
