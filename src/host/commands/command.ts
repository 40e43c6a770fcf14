import * as vscode from 'vscode';
import { viewTypeOf } from '../fileTypes';
import type { Services } from '../services';
import type { EXPLORER_MENU } from './menus';

/** A menu that a command is in; `when` on top of the command's own. */
export interface MenuPlace {
  readonly menu: typeof EXPLORER_MENU | 'editor/title' | 'editor/title/context';
  readonly when: string;
  readonly group: string;
}

/** What package.json says of a command. */
export interface CommandEntry {
  readonly id: string;
  /** Title Case; `Tensor Loupe:` is put before it by the category. */
  readonly title: string;
  readonly icon?: string;
  /** When the palette offers it; 'false' for commands that need arguments. */
  readonly palette: string;
  readonly menus?: readonly MenuPlace[];
}

/**
 * A command of the palette. It runs with no argument (palette), with a Uri (a menu), or with a Uri and
 * the whole selection (the Explorer), and checks its own preconditions.
 */
export interface Command extends CommandEntry {
  readonly id: `tensorLoupe.${string}`;
  run(services: Services, ...args: unknown[]): Promise<void> | void;
}

/** The palette's condition for commands on the active tensor editor. */
export const IN_EDITOR = 'activeCustomEditorId =~ /^tensorLoupe\\./';

/** The files a command is meant for: the Explorer's selection, one file, or the active editor's. */
export function targets(services: Services, args: readonly unknown[]): vscode.Uri[] {
  const [one, many] = args;
  if (Array.isArray(many) && many.length > 0) return many.filter(isUri);
  // The buttons of an editor's title name its own file, whatever file of the folder its page shows.
  if (isUri(one)) return [isEditor(many) ? vscode.Uri.from(services.documents.shownIn(one)) : one];
  const active = services.documents.active?.document.uri ?? tabInFront();
  return active ? [active] : [];
}

/** The file of our editor in front, which says what it shows only once its page stands. */
function tabInFront(): vscode.Uri | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  if (!(input instanceof vscode.TabInputCustom)) return undefined;
  return input.viewType === viewTypeOf(input.uri.path) ? input.uri : undefined;
}

/** What VS Code gives besides the file to a command of an editor's title. */
function isEditor(context: unknown): boolean {
  return typeof context === 'object' && context !== null && 'groupId' in context;
}

function isUri(value: unknown): value is vscode.Uri {
  return typeof value === 'object' && value !== null && 'scheme' in value && 'path' in value;
}
