import * as vscode from 'vscode';
import { type Command, IN_EDITOR } from './command';
import { chooseOffer } from './convertChoice';
import { askOptions } from './convertOptions';

/** Puts the lines that do a conversion in a node on the clipboard, as PyTorch or NumPy. */
export const copyAsPython: Command = {
  id: 'tensorLoupe.copyAsPython',
  title: 'Copy Conversion as PyTorch or NumPy...',
  palette: IN_EDITOR,
  async run(services) {
    const shown = services.documents.active;
    if (!shown) return;
    const chosen = await chooseOffer(await shown.document.ask('offers', { tensor: shown.tensor }));
    const options = chosen && (await askOptions(services, chosen.offer));
    if (!chosen || !options) return;
    const { offer } = chosen;
    const tensor = shown.document.file?.tensors[shown.tensor]?.name ?? '';
    const { torch, numpy } = await services.engine.call('snippets', {
      conversion: offer.id,
      tensor,
      options,
    });
    const choice = await vscode.window.showQuickPick([
      { label: 'PyTorch', detail: torch },
      { label: 'NumPy', detail: numpy },
    ]);
    if (!choice) return;
    await vscode.env.clipboard.writeText(choice.detail);
    vscode.window.setStatusBarMessage(vscode.l10n.t('Copied: {0}', choice.label), 3000);
  },
};
