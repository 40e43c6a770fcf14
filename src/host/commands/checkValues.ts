import * as vscode from 'vscode';
import { signalOf } from '../cancel';
import { lintFiles } from '../diagnostics/lintQueue';
import { tensorFilesIn, tensorFilesOfWorkspace } from '../diagnostics/tensorFiles';
import type { Services } from '../services';
import { type Command, targets } from './command';
import { TENSOR_FILE } from './menus';

/** Reads every value of a file, a folder or the workspace and runs the value rules. */
export const checkValues: Command = {
  id: 'tensorLoupe.checkValues',
  title: 'Check Values',
  palette: 'true',
  menus: [
    {
      menu: 'explorer/context',
      when: `explorerResourceIsFolder || ${TENSOR_FILE}`,
      group: '5_tensorLoupe@20',
    },
  ],
  async run(services, ...args) {
    const uris = await filesOf(services, targets(services, args));
    if (uris.length === 0) {
      void vscode.window.showInformationMessage(
        vscode.l10n.t('There are no tensor files to check.'),
      );
      return;
    }
    const title = vscode.l10n.t('Checking values');
    const location = vscode.ProgressLocation.Notification;
    await vscode.window.withProgress(
      { title, location, cancellable: true },
      async (progress, token) => {
        await lintFiles(services, uris, {
          values: true,
          signal: signalOf(token),
          onDone: (done, total) =>
            progress.report({ message: `${done}/${total}`, increment: 100 / total }),
        });
      },
    );
    const found = uris.reduce((sum, uri) => sum + services.diagnostics.findings(uri).length, 0);
    vscode.window.setStatusBarMessage(
      vscode.l10n.t('Checked {0} files: {1} findings', uris.length, found),
      5000,
    );
  },
};

/** Files as they are, folders by the tensor files in them, nothing for the whole workspace. */
async function filesOf(services: Services, uris: readonly vscode.Uri[]): Promise<vscode.Uri[]> {
  if (uris.length === 0) return tensorFilesOfWorkspace(services);
  const lists = await Promise.all(
    uris.map(async uri => {
      const { type } = await vscode.workspace.fs.stat(uri);
      if ((type & vscode.FileType.Directory) === 0) return [uri];
      return tensorFilesIn(services, uri);
    }),
  );
  return lists.flat();
}
