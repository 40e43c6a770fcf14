import assert from 'node:assert/strict';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { NODE, RULE } from '../support/badNode';
import {
  closeAll,
  eventually,
  fileUri,
  findings,
  freshFolder,
  open,
  root,
  ruleOf,
  rulesOf,
} from './support/workspace';

async function set(key: string, value: unknown): Promise<void> {
  const target = vscode.ConfigurationTarget.Workspace;
  await vscode.workspace.getConfiguration('tensorLoupe').update(key, value, target);
}

describe('a setting', () => {
  let uri: vscode.Uri;
  beforeEach(async () => {
    const folder = await freshFolder('settings');
    uri = fileUri(`${folder}/dump.safetensors`);
    await copyFile(join(root(), 'comfy/image_channel_first.safetensors'), uri.fsPath);
    await open(uri);
    const found = (rules: string[]) => rules.includes('image/channel-first');
    await eventually(() => rulesOf(uri), found, 'the finding at its default severity');
  });
  afterEach(async () => {
    await set('rules', undefined);
    await set('contracts', undefined);
    await closeAll();
  });

  it('lowers a severity at once', async () => {
    await set('rules', { 'image/channel-first': 'hint' });
    const severity = () =>
      findings(uri).find(found => ruleOf(found) === 'image/channel-first')?.severity;
    await eventually(severity, found => found === vscode.DiagnosticSeverity.Hint, 'its severity');
  });

  it('switches a rule off at once', async () => {
    await set('rules', { 'image/channel-first': 'off' });
    const gone = (rules: string[]) => !rules.includes('image/channel-first');
    await eventually(() => rulesOf(uri), gone, 'its findings');
  });

  it('says that a tensor is held to no contract', async () => {
    await set('contracts', [{ files: 'made/settings/**', tensor: '*', kind: 'none' }]);
    await eventually(
      () => rulesOf(uri),
      rules => rules.length === 0,
      'its findings',
    );
  });
});

describe('custom-node Python', () => {
  afterEach(closeAll);

  it('is checked as it is typed', async () => {
    const document = await vscode.workspace.openTextDocument({
      language: 'python',
      content: NODE,
    });
    await vscode.window.showTextDocument(document);
    await eventually(
      () => rulesOf(document.uri),
      rules => rules.includes(RULE),
      'the string',
    );
    const range = findings(document.uri).find(found => ruleOf(found) === RULE)?.range;
    assert.equal(range?.start.line, 1);
    const at = document.getText().indexOf('"IMAGE")') + '"IMAGE"'.length;
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, document.positionAt(at), ',');
    await vscode.workspace.applyEdit(edit);
    await eventually(
      () => rulesOf(document.uri),
      rules => !rules.includes(RULE),
      'the tuple',
    );
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });
});
