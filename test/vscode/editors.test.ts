import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { activeEditor, closeAll, eventually, fileUri, open } from './support/workspace';

const TENSORS = 'tensorLoupe.tensors';
const SHARED = 'tensorLoupe.sharedFiles';

async function editorAfter(action: () => Thenable<unknown>, uri: vscode.Uri): Promise<string> {
  await action();
  const editor = await eventually(
    activeEditor,
    active => active?.uri === uri.toString(),
    `an editor of ${uri.path}`,
  );
  return editor?.viewType ?? '';
}

describe('a click on a file', () => {
  afterEach(closeAll);

  for (const path of [
    'comfy/node_dump_ok.safetensors',
    'safetensors/v-sft.sft',
    'comfy/ComfyUI_00001_.latent',
    'comfy/c.npy',
    'comfy/deflated.npz',
    'comfy/tensor.pt',
    'comfy/state_dict.pth',
  ]) {
    it(`opens ${path} in our editor`, async () => {
      const uri = fileUri(path);
      assert.equal(await editorAfter(() => open(uri), uri), TENSORS);
    });
  }

  it('opens a picture in the built-in preview', async () => {
    const uri = fileUri('comfy/rgba.png');
    assert.equal(await editorAfter(() => open(uri), uri), 'imagePreview.previewEditor');
  });

  it('opens a file that is broken in our editor too', async () => {
    const uri = fileUri('safetensors/i-truncated-all.safetensors');
    assert.equal(await editorAfter(() => open(uri), uri), TENSORS);
  });
});

describe('the Explorer menu', () => {
  afterEach(closeAll);

  it('opens a picture in our editor', async () => {
    const uri = fileUri('comfy/rgba.png');
    const command = () => vscode.commands.executeCommand('tensorLoupe.open', uri);
    assert.equal(await editorAfter(command, uri), SHARED);
  });
});
