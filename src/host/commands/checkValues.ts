import * as vscode from 'vscode';
import { lintFiles } from '../../session/lintQueue';
import { filesOfWorkspace, tensorFilesAmong } from '../../session/scan';
import { signalOf } from '../async';
import { filesText, findingsText } from '../counted';
import { inform } from '../notify';
import { type Command, targets } from './command';
import { EXPLORER_MENU, TENSOR_FILE, TENSOR_FOLDER } from './menus';

/** Reads every value of a file, a folder or the workspace and runs the value rules. */
export const checkValues: Command = {
  id: 'tensorLoupe.checkValues',
  title: 'Check Values',
  palette: 'true',
  menus: [
    {
      menu: EXPLORER_MENU,
      when: `${TENSOR_FOLDER} || ${TENSOR_FILE}`,
      group: '3_check@20',
    },
  ],
  async run(services, ...args) {
    const chosen = targets(services, args);
    const uris = await (chosen.length === 0
      ? filesOfWorkspace(services, 'tensors')
      : tensorFilesAmong(services, chosen));
    if (uris.length === 0) {
      void inform(vscode.l10n.t('There are no tensor files to check.'));
      return;
    }
    const title = vscode.l10n.t('Checking values');
    const location = vscode.ProgressLocation.Notification;
    await vscode.window.withProgress(
      { title, location, cancellable: true },
      async (progress, token) => {
        await lintFiles(services, uris, {
          values: true,
          isBackground: false,
          signal: signalOf(token),
          onDone: (done, total) =>
            progress.report({ message: `${done}/${total}`, increment: 100 / total }),
        });
      },
    );
    const found = uris.reduce((sum, uri) => sum + services.findings.of(uri).length, 0);
    const unread = uris.filter(uri => !services.findings.hasValues(uri)).length;
    const told = vscode.l10n.t('Checked {0}: {1}', filesText(uris.length), findingsText(found));
    const rest = unread > 0 ? ` (${vscode.l10n.t('values not read: {0}', filesText(unread))})` : '';
    vscode.window.setStatusBarMessage(told + rest, 5000);
  },
};
