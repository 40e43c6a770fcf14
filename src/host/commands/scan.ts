import * as vscode from 'vscode';
import { type CheckOptions, checkHeaders, checkPython } from '../../session/workspaceCheck';
import { signalOf } from '../async';
import { filesText, findingsText } from '../counted';
import { inform } from '../notify';
import { stageText } from '../status/scanStatus';
import type { Command } from './command';

/** Whatever the settings say of the background: the headers of all tensor files, and all Python. */
export const scanWorkspace: Command = {
  id: 'tensorLoupe.scanWorkspace',
  title: 'Check Workspace',
  palette: 'workspaceFolderCount > 0',
  run: services =>
    check(async options => {
      const tensors = await checkHeaders(services, options);
      const python = await checkPython(services, options);
      const found =
        sum(tensors, uri => services.findings.of(uri).length) +
        sum(python, uri => services.pythonFindings.of(uri).length);
      return checkedText([...tensors, ...python], found);
    }),
};

/** Every Python file and notebook of the workspace, open or not. */
export const checkWorkspacePython: Command = {
  id: 'tensorLoupe.checkPython',
  title: 'Check Python in Workspace',
  palette: 'workspaceFolderCount > 0',
  run: services =>
    check(async options => {
      const python = await checkPython(services, options);
      const found = sum(python, uri => services.pythonFindings.of(uri).length);
      return checkedText(python, found);
    }),
};

export const cancelScan: Command = {
  id: 'tensorLoupe.cancelScan',
  title: 'Stop Checking',
  palette: 'false',
  run: ({ scan }) => scan.cancel(),
};

/** Checks with progress and a way to stop it, and tells what came of it; what was found stays when it is stopped. */
async function check(work: (options: CheckOptions) => Promise<string>): Promise<void> {
  const title = vscode.l10n.t('Checking the workspace');
  const location = vscode.ProgressLocation.Notification;
  const told = await vscode.window.withProgress(
    { title, location, cancellable: true },
    async (progress, token) => {
      const signal = signalOf(token);
      const onDone: CheckOptions['onDone'] = (stage, done, total) =>
        progress.report({ message: stageText(stage, done, total) });
      const text = await work({ signal, onDone });
      return signal.aborted ? undefined : text;
    },
  );
  if (told !== undefined) void tell(told);
}

async function tell(text: string): Promise<void> {
  const show = vscode.l10n.t('Show Problems');
  if ((await inform(text, show)) === show)
    await vscode.commands.executeCommand('workbench.actions.view.problems');
}

function checkedText(files: readonly unknown[], found: number): string {
  return vscode.l10n.t('Checked {0}: {1}', filesText(files.length), findingsText(found));
}

function sum<T>(items: readonly T[], countOf: (item: T) => number): number {
  return items.reduce((total, item) => total + countOf(item), 0);
}
