import * as vscode from 'vscode';
import { showError } from '../log';
import type { Services } from '../services';
import { commands } from './index';

/** Registers every command of the list; what one throws is told to the user who ran it. */
export function registerCommands(services: Services): vscode.Disposable {
  return vscode.Disposable.from(
    ...commands.map(command =>
      vscode.commands.registerCommand(command.id, async (...args: unknown[]) => {
        try {
          await command.run(services, ...args);
        } catch (error) {
          await showError(services.log, command.title, error);
        }
      }),
    ),
  );
}
