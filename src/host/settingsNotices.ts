import * as vscode from 'vscode';
import { soon } from './cancel';
import { config } from './config';
import type { Services } from './services';

const SETTINGS = ['contracts', 'rules'] as const;

/** Tells, once per change, which entries of our settings cannot be used; the rest goes on. */
export function registerSettingsNotices(services: Services): vscode.Disposable {
  const tellIf = (isConcerned: (key: string) => boolean) => {
    if (SETTINGS.some(isConcerned)) void tell(services);
  };
  return vscode.Disposable.from(
    soon(() => tellIf(isSet)),
    vscode.workspace.onDidChangeConfiguration(event =>
      tellIf(key => event.affectsConfiguration(`tensorLoupe.${key}`)),
    ),
  );
}

/** Nothing to read and no engine to start where the user has set nothing. */
function isSet(key: string): boolean {
  const found = vscode.workspace.getConfiguration('tensorLoupe').inspect(key);
  return found?.globalValue !== undefined || found?.workspaceValue !== undefined;
}

async function tell({ engine, log }: Services): Promise<void> {
  const word = { contracts: config.contracts(), rules: config.rules() };
  const notices = await engine.call('settingsNotices', word);
  if (notices.length === 0) return;
  for (const notice of notices) log.warn(notice);
  const open = vscode.l10n.t('Open Settings');
  const choice = await vscode.window.showWarningMessage(notices.join(' '), open);
  if (choice === open) await vscode.commands.executeCommand('tensorLoupe.openSettings');
}
