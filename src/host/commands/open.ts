import { basename } from 'node:path';
import * as vscode from 'vscode';
import { viewTypeOf } from '../fileTypes';
import { type Command, targets } from './command';
import { ANY_TENSOR_FILE, EXPLORER_MENU } from './menus';

/** Shows a file in our editor, whatever editor it opens in by default. */
export async function openInLoupe(uri: vscode.Uri): Promise<void> {
  await vscode.commands.executeCommand('vscode.openWith', uri, viewTypeOf(basename(uri.path)));
}

/** Shows the file of the tab in front in our editor, in that tab's place; one with unsaved text stays. */
async function reopenInLoupe(tab: vscode.Tab, uri: vscode.Uri): Promise<void> {
  await openInLoupe(uri);
  const { tabGroups } = vscode.window;
  const isThere = tabGroups.all.some(({ tabs }) => tabs.includes(tab));
  if (isThere && !tab.isDirty && !isOurs(tab)) await tabGroups.close(tab, true);
}

function isOurs({ input }: vscode.Tab): boolean {
  return input instanceof vscode.TabInputCustom && input.viewType === viewTypeOf(input.uri.path);
}

/** The file of a tab, where it shows one. */
function uriOf(tab: vscode.Tab | undefined): vscode.Uri | undefined {
  const input: unknown = tab?.input;
  return typeof input === 'object' && input !== null && 'uri' in input
    ? (input.uri as vscode.Uri)
    : undefined;
}

export const openWithLoupe: Command = {
  id: 'tensorLoupe.open',
  title: 'Open with Tensor Loupe',
  icon: '$(inspect)',
  palette: 'resourceScheme',
  menus: [
    {
      menu: EXPLORER_MENU,
      when: `!explorerResourceIsFolder && ${ANY_TENSOR_FILE}`,
      group: '1_open@1',
    },
    {
      menu: 'editor/title',
      when: `${ANY_TENSOR_FILE} && !(activeCustomEditorId =~ /^tensorLoupe\\./)`,
      group: 'navigation@90',
    },
  ],
  async run(services, ...args) {
    const uris = targets(services, args);
    const tab = vscode.window.tabGroups.activeTabGroup.activeTab;
    const shown = uriOf(tab);
    if (uris.length === 0 && shown) uris.push(shown);
    for (const uri of uris) {
      if (tab && uri.toString() === shown?.toString()) await reopenInLoupe(tab, uri);
      else await openInLoupe(uri);
    }
  },
};
