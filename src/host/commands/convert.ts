import * as vscode from 'vscode';
import { inform } from '../notify';
import { type Command, IN_EDITOR, targets } from './command';
import { convertFiles, convertShown } from './convertFlow';
import { ANY_TENSOR_FILE } from './menus';

export const convert: Command = {
  id: 'tensorLoupe.convert',
  title: 'Convert...',
  icon: '$(arrow-swap)',
  palette: IN_EDITOR,
  menus: [
    {
      menu: 'explorer/context',
      when: `explorerResourceIsFolder || ${ANY_TENSOR_FILE}`,
      group: '5_tensorLoupe@1',
    },
    { menu: 'editor/title', when: IN_EDITOR, group: 'navigation@1' },
  ],
  async run(services, ...args) {
    const uris = targets(services, args);
    const shown = services.documents.active;
    const onlyShown = uris.length === 1 && uris[0]?.toString() === shown?.document.uri.toString();
    if (shown && onlyShown) await convertShown(services);
    else if (uris.length > 0) await convertFiles(services, uris);
    else void inform(vscode.l10n.t('Open a tensor file first, or choose files in the Explorer.'));
  },
};
