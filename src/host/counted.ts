import * as vscode from 'vscode';
import { countText } from '../core/countText';

/** `1 file`, `22 files`. */
export function filesText(count: number): string {
  return count === 1 ? vscode.l10n.t('1 file') : vscode.l10n.t('{0} files', countText(count));
}

/** `1 finding`, `14 findings`. */
export function findingsText(count: number): string {
  return count === 1 ? vscode.l10n.t('1 finding') : vscode.l10n.t('{0} findings', countText(count));
}
