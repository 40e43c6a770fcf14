import * as vscode from 'vscode';
import type { Stage } from '../../session/workspaceCheck';
import type { ShowProgress } from '../../session/workspaceLint';

/** A shorter scan shows nothing: text that flashes by helps nobody. */
const SHOWN_AFTER_MS = 500;

const STAGES: Readonly<Record<Stage, (done: number, total: number) => string>> = {
  tensors: (done, total) => vscode.l10n.t('Tensors {0}/{1}', done, total),
  python: (done, total) => vscode.l10n.t('Python {0}/{1}', done, total),
  values: (done, total) => vscode.l10n.t('Values {0}/{1}', done, total),
};

/** How far a check is, in words. */
export const stageText = (stage: Stage, done: number, total: number): string =>
  STAGES[stage](done, total);

/** The status bar's item of the background check; a click on it ends the check. */
export function scanStatus(): { readonly show: ShowProgress } & vscode.Disposable {
  const item = vscode.window.createStatusBarItem(
    'tensorLoupe.scan',
    vscode.StatusBarAlignment.Left,
  );
  item.name = vscode.l10n.t('Tensor Loupe: Scan');
  item.command = 'tensorLoupe.cancelScan';
  item.tooltip = vscode.l10n.t('Tensor Loupe is checking the workspace. Click to stop.');
  const show: ShowProgress = progress => {
    if (!progress) item.hide();
    else if (progress.elapsedMs >= SHOWN_AFTER_MS) {
      const { stage, done, total } = progress;
      item.text = `$(sync~spin) ${stageText(stage, done, total)}`;
      item.show();
    }
  };
  return { show, dispose: () => item.dispose() };
}
