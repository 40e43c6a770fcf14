import * as vscode from 'vscode';
import type { Finding, Severity } from '../../core/findings';
import { SEVERITIES } from '../../core/findings';
import type { ShownTensor } from '../../session/documents';
import type { Services } from '../services';

const ICONS: Readonly<Record<Severity, string>> = {
  error: '$(error)',
  warning: '$(warning)',
  info: '$(info)',
  hint: '$(lightbulb)',
};

/** One item: kind, shape and verdict of the tensor that the active editor shows. */
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
  const findings = file.findings.filter(
    ({ tensor: name }) => name === null || name === tensor.name,
  );
  const worst = worstOf(findings);
  const kind = tensor.classification.kind ?? tensor.dtype;
  item.text = `${worst ? ICONS[worst] : '$(check)'} ${kind} ${tensor.shape.join('×') || vscode.l10n.t('scalar')}`;
  item.tooltip = tooltip(tensor.classification.because, findings);
  item.show();
}

function worstOf(findings: readonly Finding[]): Severity | undefined {
  return SEVERITIES.find(severity => findings.some(finding => finding.severity === severity));
}

function tooltip(because: string, findings: readonly Finding[]): string {
  const lines = findings.map(finding => `${finding.rule}: ${finding.message}`);
  return [because, ...(lines.length > 0 ? lines : [vscode.l10n.t('No findings')])]
    .filter(Boolean)
    .join('\n');
}
