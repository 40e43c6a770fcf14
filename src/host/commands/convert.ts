import * as vscode from 'vscode';
import { inform } from '../notify';
import { type Command, IN_EDITOR, targets } from './command';
import { convertChosenFiles, convertShown } from './convertFlow';
import { ANY_TENSOR_FILE, EXPLORER_MENU, TENSOR_FOLDER } from './menus';

/** `tensorLoupe.convert`: converts what the menu was opened on. */
export const convert: Command = {
  id: 'tensorLoupe.convert',
  title: 'Convert...',
  icon: '$(arrow-swap)',
  palette: IN_EDITOR,
  menus: [
    {
      menu: EXPLORER_MENU,
      when: `${TENSOR_FOLDER} || ${ANY_TENSOR_FILE}`,
      group: '2_convert@1',
    },
    { menu: 'editor/title', when: IN_EDITOR, group: 'navigation@1' },
  ],
  async run(services, ...args) {
    const uris = targets(services, args);
    const shown = services.documents.active;
    const onlyShown = uris.length === 1 && uris[0]?.toString() === shown?.document.uri.toString();
    if (shown && onlyShown) await convertShown(services);
    else if (uris.length > 0) await convertChosenFiles(services, uris);
    else void inform(vscode.l10n.t('Open a tensor file first, or choose files in the Explorer.'));
  },
};
