import type * as vscode from 'vscode';
import type { Session } from '../session/session';
import type { WorkspaceLint } from '../session/workspaceLint';

/** What every feature of the host is built from; made once, in `activate`. */
export interface Services extends Session {
  readonly extensionUri: vscode.Uri;
  readonly log: vscode.LogOutputChannel;
  /** The background check, for the commands that start and stop it. */
  readonly scan: WorkspaceLint;
  /** Remembers the options last given to a conversion. */
  readonly memory: vscode.Memento;
}
