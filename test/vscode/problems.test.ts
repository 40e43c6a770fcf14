import assert from 'node:assert/strict';
import { copyFile, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import {
  activeEditor,
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

/** What the makers of the reference cases say is wrong with them, as our rules name it. */
const BROKEN: Readonly<Record<string, string>> = {
  'comfy/image_channel_first.safetensors': 'image/channel-first',
  'comfy/mask_squeezed.safetensors': 'mask/batch-missing',
  'comfy/latent_channel_last.safetensors': 'latent/channel-last',
  'comfy/old_version.latent': 'latent/old-format',
};

const UNREADABLE = [
  'safetensors/i-truncated-all.safetensors',
  'safetensors/i-header-len-2p64-1.safetensors',
  'numpy/z-truncated-half.npz',
  'pytorch/i-zip-truncated.pt',
];

/** Where the code of a finding leads. */
function targetOf(finding: vscode.Diagnostic | undefined): vscode.Uri {
  assert.ok(typeof finding?.code === 'object', 'the rule id is no link');
  return finding.code.target;
}

const includes = (rule: string) => (rules: string[]) => rules.includes(rule);

describe('Problems', () => {
  afterEach(closeAll);

  for (const [path, rule] of Object.entries(BROKEN)) {
    it(`has ${rule} for ${path}`, async () => {
      await open(fileUri(path));
      await eventually(() => rulesOf(fileUri(path)), includes(rule), path);
    });
  }

  for (const path of UNREADABLE) {
    it(`has one file/unreadable for ${path}`, async () => {
      await open(fileUri(path));
      const rules = await eventually(
        () => rulesOf(fileUri(path)),
        found => found.length > 0,
        path,
      );
      assert.deepEqual(rules, ['file/unreadable']);
    });
  }

  it('has one file/pickle-global for an attack', async () => {
    const uri = fileUri('numpy/i-object-malicious.npy');
    await open(uri);
    await eventually(() => rulesOf(uri), includes('file/pickle-global'), uri.path);
    assert.deepEqual(rulesOf(uri), ['file/pickle-global']);
  });

  it('has nothing against a sound dump and a checkpoint', async () => {
    for (const path of ['comfy/node_dump_ok.safetensors', 'pytorch/v-zip-state-dict.pth']) {
      await open(fileUri(path));
      // A later file's findings arrive after an earlier file's: waiting for them is waiting enough.
      const later = fileUri('comfy/image_channel_first.safetensors');
      await open(later);
      await eventually(() => rulesOf(later), includes('image/channel-first'), later.path);
      assert.deepEqual(rulesOf(fileUri(path)), []);
    }
  });

  it('leads from each finding to its file and tensor', async () => {
    const uri = fileUri('comfy/image_channel_first.safetensors');
    await open(uri);
    await eventually(() => rulesOf(uri), includes('image/channel-first'), uri.path);
    const finding = findings(uri).find(found => ruleOf(found) === 'image/channel-first');
    assert.equal(finding?.severity, vscode.DiagnosticSeverity.Error);
    const target = targetOf(finding);
    assert.equal(target.scheme, 'command');
    await closeAll();
    const args = JSON.parse(decodeURIComponent(target.query)) as unknown[];
    await vscode.commands.executeCommand(target.path, ...args);
    await eventually(
      () => activeEditor()?.uri,
      shown => shown === uri.toString(),
      'the tab',
    );
  });
});

describe('a file that changes', () => {
  let uri: vscode.Uri;
  let path: string;
  const good = () => join(root(), 'comfy', 'node_dump_ok.safetensors');
  const bad = () => join(root(), 'comfy', 'image_channel_first.safetensors');

  beforeEach(async () => {
    const folder = await freshFolder('changes');
    uri = fileUri(`${folder}/file.safetensors`);
    path = uri.fsPath;
    await copyFile(bad(), path);
    await open(uri);
    await eventually(() => rulesOf(uri), includes('image/channel-first'), 'the broken file');
  });
  afterEach(closeAll);

  it('loses its findings when it is mended', async () => {
    await writeFile(path, await readFile(good()));
    await eventually(
      () => rulesOf(uri),
      rules => rules.length === 0,
      'the mended file',
    );
  });

  it('is unreadable once it is cut', async () => {
    await writeFile(path, (await readFile(good())).subarray(0, 40));
    await eventually(() => rulesOf(uri), includes('file/unreadable'), 'the cut file');
  });

  it('leaves no findings behind when it is deleted', async () => {
    await rm(path);
    await eventually(
      () => rulesOf(uri),
      rules => rules.length === 0,
      'the deleted file',
    );
  });
});
