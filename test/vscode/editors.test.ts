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

function tabType({ input }: vscode.Tab): string {
  return input instanceof vscode.TabInputCustom ? input.viewType : 'other';
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

  it('reopens the picture in front in its place, in one tab', async () => {
    const uri = fileUri('comfy/rgba.png');
    await editorAfter(() => open(uri), uri);
    await vscode.commands.executeCommand('tensorLoupe.open', uri);
    await eventually(
      () => vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.map(tabType)),
      types => types.length === 1 && types[0] === SHARED,
      'the tabs',
    );
  });
});

describe('a diff', () => {
  afterEach(closeAll);

  it('of two tensor files is no diff of texts', async () => {
    const [left, right] = [
      fileUri('comfy/c.npy'),
      fileUri('comfy/image_channel_first.safetensors'),
    ];
    await vscode.commands.executeCommand('vscode.diff', left, right, 'two dumps');
    const tab = await eventually(
      () => vscode.window.tabGroups.activeTabGroup.activeTab,
      active => active?.label === 'two dumps',
      'the diff',
    );
    // VS Code tells nothing of a diff of custom editors; one of texts has an input.
    assert.equal(tab?.input, undefined);
  });
});
