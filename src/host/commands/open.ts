import * as vscode from 'vscode';
import { fileNameOf } from '../../session/uri';
import { SHOW_FINDING } from '../diagnostics/diagnostics';
import { viewTypeOf } from '../fileTypes';
import { type Command, targets } from './command';
import { ANY_TENSOR_FILE, EXPLORER_MENU } from './menus';

/** Shows a file in our editor, whatever editor it opens in by default. */
export async function openInLoupe(uri: vscode.Uri): Promise<void> {
  await vscode.commands.executeCommand('vscode.openWith', uri, viewTypeOf(fileNameOf(uri)));
}

/** Shows the file of the tab in front in our editor, in that tab's place; one with unsaved text stays. */
async function reopenInLoupe(uri: vscode.Uri): Promise<void> {
  await openInLoupe(uri);
  // Asked for anew: VS Code makes its tab objects again when tabs change.
  const old = vscode.window.tabGroups.activeTabGroup.tabs.find(
    tab => uriOf(tab)?.toString() === uri.toString() && !tab.isDirty && !isOurs(tab),
  );
  if (old) await vscode.window.tabGroups.close(old, true);
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

/** From a link in Problems: a file, with one of its tensors and the findings in sight. */
export const showFinding: Command = {
  id: SHOW_FINDING,
  title: 'Show Finding',
  palette: 'false',
  async run(services, address, tensor) {
    if (typeof address !== 'string' || typeof tensor !== 'string') return;
    const uri = vscode.Uri.parse(address);
    services.documents.ask(uri, tensor);
    await openInLoupe(uri);
  },
};

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
    const shown = uriOf(vscode.window.tabGroups.activeTabGroup.activeTab);
    if (uris.length === 0 && shown) uris.push(shown);
    for (const uri of uris) {
      if (uri.toString() === shown?.toString()) await reopenInLoupe(uri);
      else await openInLoupe(uri);
    }
  },
};
