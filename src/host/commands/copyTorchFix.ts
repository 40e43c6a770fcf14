import * as vscode from 'vscode';
import { inform } from '../notify';
import { type Command, IN_EDITOR, targets } from './command';
import { TENSOR_FILE } from './menus';

/** Puts the PyTorch line that mends a finding at its source on the clipboard. */
export const copyTorchFix: Command = {
  id: 'tensorLoupe.copyTorchFix',
  title: 'Copy PyTorch Fix',
  palette: IN_EDITOR,
  menus: [{ menu: 'explorer/context', when: TENSOR_FILE, group: '5_tensorLoupe@30' }],
  async run(services, ...args) {
    const items = targets(services, args)
      .flatMap(uri => services.findings.of(uri))
      .filter(finding => finding.torch)
      .map(({ torch, rule, tensor }) => ({
        label: torch!,
        description: rule,
        detail: tensor ?? '',
      }));
    if (items.length === 0) {
      void inform(vscode.l10n.t('No finding here has a PyTorch fix.'));
      return;
    }
    const chosen =
      items.length === 1
        ? items[0]
        : await vscode.window.showQuickPick(items, { placeHolder: vscode.l10n.t('Which line?') });
    if (!chosen) return;
    await vscode.env.clipboard.writeText(chosen.label);
    vscode.window.setStatusBarMessage(vscode.l10n.t('Copied: {0}', chosen.label), 3000);
  },
};
