import assert from 'node:assert/strict';
import * as vscode from 'vscode';

describe('the extension', () => {
  it('is found by VS Code and activates', async () => {
    const extension = vscode.extensions.getExtension('tensor-loupe.tensor-loupe');
    assert.ok(extension, 'VS Code does not list the extension');
    await extension.activate();
    assert.equal(extension.isActive, true);
  });
});
