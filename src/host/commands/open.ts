import { basename } from 'node:path';
import * as vscode from 'vscode';
import { viewTypeOf } from '../fileTypes';
import { type Command, targets } from './command';
import { ANY_TENSOR_FILE } from './menus';

/** Shows a file in our editor, whatever editor it opens in by default. */
export async function openInLoupe(uri: vscode.Uri): Promise<void> {
  await vscode.commands.executeCommand('vscode.openWith', uri, viewTypeOf(basename(uri.path)));
}

export const openWithLoupe: Command = {
  id: 'tensorLoupe.open',
  title: 'Open with Tensor Loupe',
  icon: '$(inspect)',
  palette: 'resourceScheme',
  menus: [
    {
      menu: 'explorer/context',
      when: `!explorerResourceIsFolder && ${ANY_TENSOR_FILE}`,
      group: 'navigation@90',
    },
    {
      menu: 'editor/title',
      when: `${ANY_TENSOR_FILE} && !(activeCustomEditorId =~ /^tensorLoupe\\./)`,
      group: 'navigation@90',
    },
  ],
  async run(services, ...args) {
    const uris = targets(services, args);
    const active = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
    if (uris.length === 0 && active && typeof active === 'object' && 'uri' in active) {
      uris.push(active.uri as vscode.Uri);
    }
    for (const uri of uris) await openInLoupe(uri);
  },
};
