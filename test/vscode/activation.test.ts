import assert from 'node:assert/strict';
import * as vscode from 'vscode';

describe('the extension', () => {
  const extension = vscode.extensions.getExtension('tensor-loupe.tensor-loupe');

  it('is found by VS Code and activates', async () => {
    assert.ok(extension, 'VS Code does not list the extension');
    await extension.activate();
    assert.equal(extension.isActive, true);
  });

  it('registers every command that it contributes', async () => {
    const contributed: string[] = extension?.packageJSON.contributes.commands.map(
      (entry: { command: string }) => entry.command,
    );
    const registered = new Set(await vscode.commands.getCommands(true));
    assert.ok(contributed.length > 5);
    assert.deepEqual(
      contributed.filter(id => !registered.has(id)),
      [],
    );
  });
});
