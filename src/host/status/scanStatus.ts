import * as vscode from 'vscode';
import type { ShowProgress } from '../../session/workspaceLint';

/** A shorter scan shows nothing: text that flashes by helps nobody. */
const SHOWN_AFTER_MS = 500;

/** The status bar's item of the background check; a click on it ends the check. */
export function scanStatus(): { readonly show: ShowProgress } & vscode.Disposable {
  const item = vscode.window.createStatusBarItem(
    'tensorLoupe.scan',
    vscode.StatusBarAlignment.Left,
  );
  item.name = vscode.l10n.t('Tensor Loupe: Scan');
  item.command = 'tensorLoupe.cancelScan';
  item.tooltip = vscode.l10n.t('Tensor Loupe is checking tensor files. Click to stop.');
  const show: ShowProgress = progress => {
    if (!progress) item.hide();
    else if (progress.elapsedMs >= SHOWN_AFTER_MS) {
      const { done, total } = progress;
      item.text = `$(sync~spin) ${vscode.l10n.t('Tensors {0}/{1}', done, total)}`;
      item.show();
    }
  };
  return { show, dispose: () => item.dispose() };
}
