import * as vscode from 'vscode';
import { SETTINGS } from '../core/settings/settings';
import { runSoon } from './async';
import * as notify from './notify';
import type { Services } from './services';

const READ_BY_ENGINE = [SETTINGS.contracts, SETTINGS.rules] as const;

/** Tells, once per change, which entries of our settings cannot be used; the rest goes on. */
export function registerSettingsNotices(services: Services): vscode.Disposable {
  const { settings } = services.workspace;
  const checkIf = (isConcerned: (key: string) => boolean) => {
    if (READ_BY_ENGINE.some(({ key }) => isConcerned(key))) void check(services);
  };
  return vscode.Disposable.from(
    // Nothing to read and no engine to start where the user has set nothing.
    runSoon(() => checkIf(key => settings.get(key) !== undefined)),
    settings.onDidChange(change => checkIf(key => change.affects(key))),
    services.projects.onBroken(sentence => void tell(services, [sentence])),
  );
}

async function check(services: Services): Promise<void> {
  const { engine, workspace } = services;
  const contracts = workspace.settings.get(SETTINGS.contracts.key);
  const rules = workspace.settings.get(SETTINGS.rules.key);
  const notices = await engine.call('settingsNotices', { contracts, rules });
  if (notices.length > 0) await tell(services, notices, vscode.l10n.t('Open Settings'));
}

async function tell(
  { log }: Services,
  notices: readonly string[],
  ...open: readonly string[]
): Promise<void> {
  for (const notice of notices) log.warn(notice);
  const choice = await notify.warn(notices.join(' '), ...open);
  if (choice !== undefined) await vscode.commands.executeCommand('tensorLoupe.openSettings');
}
