import * as vscode from 'vscode';
import { rulePage } from '../diagnostics/diagnostics';
import type { Command } from './command';

const RULE_ID = /^[a-z]+\/[a-z0-9-]+$/;

/** `tensorLoupe.openRule`: the page of a rule, from a finding. */
export const openRule: Command = {
  id: 'tensorLoupe.openRule',
  title: 'Open Rule Page',
  palette: 'false',
  async run(services, rule) {
    if (typeof rule !== 'string' || !RULE_ID.test(rule)) return;
    const page = rulePage(services.extensionUri, rule);
    await vscode.commands.executeCommand('markdown.showPreview', page);
  },
};

/** `tensorLoupe.showLog`: the log channel. */
export const showLog: Command = {
  id: 'tensorLoupe.showLog',
  title: 'Show Log',
  palette: 'true',
  run: services => services.log.show(),
};

/** `tensorLoupe.openSettings`: the settings, ours alone. */
export const openSettings: Command = {
  id: 'tensorLoupe.openSettings',
  title: 'Open Settings',
  palette: 'true',
  async run() {
    await vscode.commands.executeCommand(
      'workbench.action.openSettings',
      '@ext:tensor-loupe.tensor-loupe',
    );
  },
};
