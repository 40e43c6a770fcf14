import * as vscode from 'vscode';
import type { IgnoreScope } from '../../protocol/webviewMethods';
import { giveKind, ignoreRule } from '../../session/projectChoices';
import type { TensorDocument } from '../../session/tensorDocument';
import { fileNameOf, type Uri } from '../../session/uri';
import { inform } from '../notify';
import type { Services } from '../services';
import { type Command, IN_EDITOR, targets } from './command';
import { EXPLORER_MENU, TENSOR_FILE } from './menus';

/** Silences a rule for a file, its folder or the project. */
export const ignoreFinding: Command = {
  id: 'tensorLoupe.ignoreFinding',
  title: 'Ignore a Finding...',
  palette: IN_EDITOR,
  menus: [
    {
      menu: EXPLORER_MENU,
      when: `!explorerResourceIsFolder && ${TENSOR_FILE}`,
      group: '3_check@30',
    },
  ],
  async run(services, ...args) {
    const [uri] = targets(services, args);
    if (!uri) return;
    const [, rule, scope] = args;
    const chosen = typeof rule === 'string' ? rule : await chooseRule(services, uri);
    const where = chosen && (isScope(scope) ? scope : await chooseScope(uri));
    if (!chosen || !where) return;
    await ignoreAndTell(services, uri, chosen, where);
  },
};

/** Gives the kind of the tensor shown to all tensors of its name in the files of its folder. */
export const giveKindToFolder: Command = {
  id: 'tensorLoupe.giveKindToFolder',
  title: 'Give This Kind to the Whole Folder',
  palette: IN_EDITOR,
  async run(services) {
    const shown = services.documents.active;
    if (!shown) return;
    await giveKindAndTell(services, shown.document, shown.tensor);
  },
};

/** Gives the kind of a tensor to all of its name in the files of its folder, and says where that was written. */
export async function giveKindAndTell(
  services: Services,
  { uri, file }: TensorDocument,
  index: number,
): Promise<void> {
  const tensor = file?.tensors[index];
  if (!tensor) return;
  const kind = tensor.classification.kind ?? 'none';
  void tellWritten(await giveKind(services, uri, tensor.name, kind));
}

/** Switches a rule off, and says where that was written. */
export async function ignoreAndTell(
  services: Services,
  uri: Uri,
  rule: string,
  scope: IgnoreScope,
): Promise<void> {
  void tellWritten(await ignoreRule(services, uri, rule, scope));
}

async function chooseRule(services: Services, uri: vscode.Uri): Promise<string | undefined> {
  const findings = services.findings.of(uri);
  const rules = [...new Set(findings.map(({ rule }) => rule))];
  if (rules.length === 0) {
    const name = fileNameOf(uri);
    void inform(vscode.l10n.t('{0} has no findings.', name));
  }
  if (rules.length < 2) return rules[0];
  const items = rules.map(rule => ({
    label: rule,
    detail: findings.find(finding => finding.rule === rule)!.message,
  }));
  const title = vscode.l10n.t('Which rule should be ignored?');
  return (await vscode.window.showQuickPick(items, { title }))?.label;
}

async function chooseScope(uri: vscode.Uri): Promise<IgnoreScope | undefined> {
  const items = (Object.keys(SCOPES) as IgnoreScope[]).map(scope => ({
    label: scopeLabel(scope),
    description: scope === 'everywhere' ? '' : placeOf(uri, scope),
    scope,
  }));
  const title = vscode.l10n.t('Where should it be ignored?');
  return (await vscode.window.showQuickPick(items, { title }))?.scope;
}

function placeOf(uri: vscode.Uri, scope: 'file' | 'folder'): string {
  const place = scope === 'file' ? uri : vscode.Uri.joinPath(uri, '..');
  return vscode.workspace.asRelativePath(place, false);
}

const SCOPES: Readonly<Record<IgnoreScope, () => string>> = {
  file: () => vscode.l10n.t('In this file'),
  folder: () => vscode.l10n.t('In this folder'),
  everywhere: () => vscode.l10n.t('Everywhere'),
};

/** A scope in words, for a menu. */
export function scopeLabel(scope: IgnoreScope): string {
  return SCOPES[scope]();
}

function isScope(value: unknown): value is IgnoreScope {
  return typeof value === 'string' && Object.hasOwn(SCOPES, value);
}

async function tellWritten(target: vscode.Uri | { toString(): string }): Promise<void> {
  const uri = vscode.Uri.parse(target.toString());
  const open = vscode.l10n.t('Open');
  const text = vscode.l10n.t('Written to {0}.', vscode.workspace.asRelativePath(uri));
  if ((await inform(text, open)) === open) await vscode.window.showTextDocument(uri);
}
