import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { Uri } from '../../session/uri';
import type { Services } from '../services';

/** What became of one of many files. */
export type Outcome = { readonly source: Uri } & (
  | { readonly outputs: readonly string[] }
  | { readonly reason: string }
);

/** Says how many files were converted; what was written, and what was skipped and why, one click away. */
export async function reportOutcomes(
  services: Services,
  title: string,
  outcomes: readonly Outcome[],
  asked: number,
): Promise<void> {
  const done = outcomes.filter(outcome => 'outputs' in outcome).length;
  const lines = outcomes.map(lineOf);
  if (outcomes.length < asked)
    lines.push(vscode.l10n.t('Cancelled: {0} files were not tried', asked - outcomes.length));
  for (const line of lines) services.log.info(`${title}: ${line}`);
  const show = vscode.l10n.t('Show Report');
  const text = vscode.l10n.t('{0}: {1} files converted, {2} skipped', title, done, asked - done);
  // Not awaited: a message may stay for minutes.
  void vscode.window.showInformationMessage(text, show).then(async choice => {
    if (choice !== show) return;
    const content = [text, '', ...lines, ''].join('\n');
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ content }));
  });
}

function lineOf(outcome: Outcome): string {
  const source = vscode.workspace.asRelativePath(outcome.source as vscode.Uri);
  return 'outputs' in outcome
    ? `${source} -> ${outcome.outputs.map(path => basename(path)).join(', ')}`
    : vscode.l10n.t('{0} skipped: {1}', source, outcome.reason);
}
