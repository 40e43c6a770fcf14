import * as vscode from 'vscode';
import type { Command } from './command';

const FOLDER_NAME = 'tensor-loupe-samples';

/** Copies the packaged sample files into a folder of the user's choice and opens it. */
export const openSamples: Command = {
  id: 'tensorLoupe.openSamples',
  title: 'Get Sample Files...',
  palette: 'true',
  async run({ extensionUri }) {
    const [parent] =
      (await vscode.window.showOpenDialog({
        canSelectFiles: false,
        canSelectFolders: true,
        title: vscode.l10n.t('Choose a Folder for the Samples'),
        openLabel: vscode.l10n.t('Put the Samples Here'),
      })) ?? [];
    if (!parent) return;
    const samples = vscode.Uri.joinPath(extensionUri, 'dist', 'samples');
    const target = vscode.Uri.joinPath(parent, FOLDER_NAME);
    await vscode.workspace.fs.copy(samples, target, { overwrite: false });
    const hasFolder = vscode.workspace.getWorkspaceFolder(target) !== undefined;
    if (hasFolder) await vscode.commands.executeCommand('revealInExplorer', target);
    else
      await vscode.commands.executeCommand('vscode.openFolder', target, { forceNewWindow: true });
  },
};
