import * as vscode from 'vscode';
import { type Command, IN_EDITOR, targets } from './command';
import { reportWritten, runConversion } from './convertRun';
import { TENSOR_FILE } from './menus';

/** Mends all that has exactly one safe mend, into a new file, after showing what will change. */
export const fixAll: Command = {
  id: 'tensorLoupe.fixAll',
  title: 'Fix All Safe Findings into a New File',
  palette: IN_EDITOR,
  menus: [
    {
      menu: 'explorer/context',
      when: `!explorerResourceIsFolder && ${TENSOR_FILE}`,
      group: '5_tensorLoupe@15',
    },
  ],
  async run(services, ...args) {
    for (const uri of targets(services, args)) {
      const plan = await services.engine.call(
        'planFixes',
        await runConversion.place(services, uri),
      );
      if (plan.length === 0) {
        void vscode.window.showInformationMessage(
          vscode.l10n.t('No finding here has exactly one safe mend.'),
        );
        continue;
      }
      const write = vscode.l10n.t('Write New File');
      const choice = await vscode.window.showInformationMessage(
        vscode.l10n.t('Fix {0} findings?', plan.length),
        { modal: true, detail: plan.map(step => step.preview).join('\n') },
        write,
      );
      if (choice !== write) continue;
      const result = await runConversion.fixAll(services, uri);
      if (result) await reportWritten(services, uri, result);
    }
  },
};
