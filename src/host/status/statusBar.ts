import * as vscode from 'vscode';
import type { Finding, Severity } from '../../core/findings';
import { SEVERITIES } from '../../core/findings';
import { visible } from '../../core/visible';
import type { ShownTensor } from '../../session/documents';
import type { Services } from '../services';

const ICONS: Readonly<Record<Severity, string>> = {
  error: '$(error)',
  warning: '$(warning)',
  info: '$(info)',
  hint: '$(lightbulb)',
};

/** One item: kind and shape of the tensor that the active editor shows, and the verdict on its file. */
export function registerStatusBar(services: Services): vscode.Disposable {
  const item = vscode.window.createStatusBarItem(
    'tensorLoupe.tensor',
    vscode.StatusBarAlignment.Right,
    100,
  );
  item.name = vscode.l10n.t('Tensor Loupe: Tensor');
  item.command = 'workbench.actions.view.problems';
  const update = () => draw(item, services.documents.active);
  update();
  return vscode.Disposable.from(
    item,
    services.documents.onDidChangeActive(update),
    services.findings.onDidChange(update),
  );
}

function draw(item: vscode.StatusBarItem, shown: ShownTensor | undefined): void {
  const file = shown?.document.file;
  const tensor = file?.tensors[shown?.tensor ?? 0];
  if (!file || !tensor) {
    item.hide();
    return;
  }
  const { findings } = file;
  const kind = tensor.classification.kind ?? tensor.dtype;
  const verdict = verdictOf(findings, shown!.document.hasValues());
  item.text = `${verdict} ${kind} ${tensor.shape.join('×') || vscode.l10n.t('scalar')}`;
  item.tooltip = tooltip(tensor.classification.because, findings, shown!.document.hasValues());
  item.show();
}

/** Of the whole file: how many findings of its worst severities, or that nothing is wrong as far as was read. */
function verdictOf(findings: readonly Finding[], valuesRead: boolean): string {
  const counts = SEVERITIES.map(severity => ({
    icon: ICONS[severity],
    count: findings.filter(finding => finding.severity === severity).length,
  })).filter(({ count }) => count > 0);
  if (counts.length > 0) return counts.map(({ icon, count }) => `${icon} ${count}`).join(' ');
  return valuesRead ? '$(check)' : '$(circle-outline)';
}

function tooltip(because: string, findings: readonly Finding[], valuesRead: boolean): string {
  const lines = findings.map(({ rule, tensor, message }) =>
    [tensor && visible(tensor), `${rule}: ${message}`].filter(Boolean).join(' · '),
  );
  const { l10n } = vscode;
  return [
    because,
    ...(lines.length > 0 ? lines : [l10n.t('No findings')]),
    ...(valuesRead ? [] : [l10n.t('Not all values were read: "Check Values" reads them.')]),
  ]
    .filter(Boolean)
    .join('\n');
}
