import * as vscode from 'vscode';
import { ConvertSources } from '../../session/convertSources';
import { overridesOf } from '../../session/overrides';
import { fileNameOf } from '../../session/uri';
import { ask, inform } from '../notify';
import type { Services } from '../services';
import { type Command, IN_EDITOR, targets } from './command';
import { reportWritten } from './convertReport';
import { withProgress } from './convertRun';
import { EXPLORER_MENU, TENSOR_FILE } from './menus';

/** Mends all that has exactly one safe mend, into a new file, after showing what will change. */
export const fixAll: Command = {
  id: 'tensorLoupe.fixAll',
  title: 'Fix All Safe Findings into a New File',
  palette: IN_EDITOR,
  menus: [
    {
      menu: EXPLORER_MENU,
      when: `!explorerResourceIsFolder && ${TENSOR_FILE}`,
      group: '2_convert@15',
    },
  ],
  async run(services, ...args) {
    for (const uri of targets(services, args)) await fixFile(services, uri);
  },
};

async function fixFile(services: Services, uri: vscode.Uri): Promise<void> {
  const sources = new ConvertSources(services);
  try {
    const params = { file: await sources.of(uri), overrides: await overridesOf(services, uri) };
    const { steps, notes } = await services.engine.call('planFixes', params);
    const name = fileNameOf(uri);
    if (steps.length === 0) {
      void inform(vscode.l10n.t('{0}: no finding has exactly one safe mend.', name));
      return;
    }
    const write = vscode.l10n.t('Write New File');
    const question =
      steps.length === 1
        ? vscode.l10n.t('Mend this in a new file beside {0}?', name)
        : vscode.l10n.t('Mend these {0} in a new file beside {1}?', steps.length, name);
    const detail = [...steps.map(step => step.preview.replaceAll(' -> ', ' → ')), ...notes].join(
      '\n',
    );
    const choice = await ask(question, detail, write);
    if (choice !== write) return;
    const result = await withProgress(name, call => services.engine.call('fixAll', params, call));
    if (result) await reportWritten(services, uri, result);
  } finally {
    await sources.dispose();
  }
}
