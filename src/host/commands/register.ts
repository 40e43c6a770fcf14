import * as vscode from 'vscode';
import { showError } from '../log';
import type { Services } from '../services';
import { DIRECT_PREFIX, runDirect } from './directConversions';
import { commands } from './index';
import { FOLDERS_KEY } from './menus';

/** Registers every command of the list, and of package.json those that run one conversion. */
export function registerCommands(services: Services): vscode.Disposable {
  const direct = contributed().map(({ command, title }) =>
    register(services, command, title, (...args) => runDirect(services, command, args)),
  );
  const listed = commands.map(command =>
    register(services, command.id, command.title, (...args) => command.run(services, ...args)),
  );
  // The Explorer offers our submenu on the folders that this key names.
  const folders = services.folders.onDidChange(() =>
    vscode.commands.executeCommand('setContext', FOLDERS_KEY, services.folders.paths),
  );
  return vscode.Disposable.from(...listed, ...direct, folders);
}

/** What a command throws is told to the user who ran it. */
function register(
  services: Services,
  id: string,
  title: string,
  run: (...args: unknown[]) => Promise<void> | void,
): vscode.Disposable {
  return vscode.commands.registerCommand(id, async (...args: unknown[]) => {
    try {
      await run(...args);
    } catch (error) {
      showError(services.log, title, error);
    }
  });
}

interface ContributedCommand {
  readonly command: string;
  readonly title: string;
}

/** The conversions' own commands, as the manifest was made from their list: the list itself stays unloaded. */
function contributed(): readonly ContributedCommand[] {
  const { commands: all } = vscode.extensions.getExtension('tensor-loupe.tensor-loupe')!.packageJSON
    .contributes as { readonly commands: readonly ContributedCommand[] };
  return all.filter(({ command }) => command.startsWith(DIRECT_PREFIX));
}
