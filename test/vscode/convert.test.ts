import assert from 'node:assert/strict';
import { copyFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import {
  activeEditor,
  closeAll,
  eventually,
  fileUri,
  freshFolder,
  namesIn,
  open,
  readSafetensors,
  root,
} from './support/workspace';

/** Copies a case into a folder of its own; returns its path in the workspace. */
async function copyCase(name: string, test: string): Promise<{ folder: string; path: string }> {
  const folder = await freshFolder(test);
  await copyFile(join(root(), 'comfy', name), join(root(), folder, name));
  return { folder, path: `${folder}/${name}` };
}

/** Waits until a file is in front: what was written opens a moment after it is there, and would cover the next test. */
async function inFront(path: string): Promise<void> {
  const address = fileUri(path).toString();
  await eventually(activeEditor, active => active?.uri === address, `${path} in front`);
}

/** Runs something and returns the one file that it adds to the folder, once it is open. */
async function fileAdded(folder: string, action: () => Thenable<unknown>): Promise<string> {
  const before = await namesIn(folder);
  void action();
  const names = await eventually(
    () => namesIn(folder),
    now => now.length > before.length && now.every(name => !/tmp|partial/.test(name)),
    `a new file in ${folder}`,
  );
  const added = names.filter(name => !before.includes(name));
  assert.equal(added.length, 1, added.join(', '));
  await inFront(`${folder}/${added[0]}`);
  return `${folder}/${added[0]}`;
}

const run =
  (command: string, ...args: unknown[]) =>
  () =>
    vscode.commands.executeCommand(`tensorLoupe.${command}`, ...args);

/** The bytes of `[B,C,H,W]` data as `[B,H,W,C]`, by definition of the two layouts. */
function channelLast(data: Buffer, shape: readonly number[], bytes: number): Buffer {
  const [b = 0, c = 0, h = 0, w = 0] = shape;
  const out = Buffer.alloc(data.length);
  for (let item = 0; item < b; item++)
    for (let channel = 0; channel < c; channel++)
      for (let pixel = 0; pixel < h * w; pixel++) {
        const from = ((item * c + channel) * h * w + pixel) * bytes;
        data.copy(out, ((item * h * w + pixel) * c + channel) * bytes, from, from + bytes);
      }
  return out;
}

describe('a conversion', () => {
  afterEach(closeAll);

  it('to channel last writes a new file, bit for bit, opens it and leaves the source alone', async () => {
    const { folder, path } = await copyCase('image_channel_first.safetensors', 'channel-last');
    const source = await readFile(join(root(), path));
    const added = await fileAdded(folder, run('convert.toChannelLast', fileUri(path)));
    const before = (await readSafetensors(path)).get('image');
    const after = (await readSafetensors(added)).get('image');
    assert.ok(before && after);
    assert.deepEqual(
      after.shape,
      [0, 2, 3, 1].map(axis => before.shape[axis]),
    );
    assert.equal(after.dtype, before.dtype);
    assert.deepEqual(after.data, channelLast(before.data, before.shape, 4));
    assert.deepEqual(await readFile(join(root(), path)), source);
  });

  it('Invert Mask gives 1 - mask', async () => {
    const { folder, path } = await copyCase('node_dump_ok.safetensors', 'invert');
    const added = await fileAdded(folder, run('convert.invertMask', fileUri(path)));
    const before = (await readSafetensors(path)).get('mask');
    const after = (await readSafetensors(added)).get('mask');
    assert.ok(before && after);
    assert.deepEqual(after.shape, before.shape);
    for (let at = 0; at < before.data.length; at += 4) {
      const inverted = Math.fround(1 - before.data.readFloatLE(at));
      assert.equal(after.data.readFloatLE(at), inverted);
    }
  });

  it('Export PNG gives a PNG', async () => {
    const { folder, path } = await copyCase('latent_SD15.safetensors', 'png');
    await copyFile(
      join(root(), 'comfy/mask_resize_in.safetensors'),
      join(root(), folder, 'm.safetensors'),
    );
    const added = await fileAdded(
      folder,
      run('convert.exportPng', fileUri(`${folder}/m.safetensors`)),
    );
    assert.ok(path);
    assert.match(added, /\.png$/);
    const head = (await readFile(join(root(), added))).subarray(0, 8);
    assert.deepEqual([...head], [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  });

  it('run from the palette takes the file in front', async () => {
    const { folder, path } = await copyCase('mask_squeezed.safetensors', 'palette');
    await open(fileUri(path));
    await inFront(path);
    let added: string | undefined;
    // The editor is in front a moment before it has been read.
    await eventually(
      async () => {
        await vscode.commands.executeCommand('tensorLoupe.convert.addBatch');
        added = (await namesIn(folder)).find(name => name !== 'mask_squeezed.safetensors');
        return added;
      },
      name => name !== undefined,
      'a file with a batch axis',
    );
    await inFront(`${folder}/${added}`);
    const before = [...(await readSafetensors(path)).values()][0];
    const after = [...(await readSafetensors(`${folder}/${added}`)).values()][0];
    assert.deepEqual(after?.shape, [1, ...(before?.shape ?? [])]);
    assert.deepEqual(after?.data, before?.data);
  });

  it('of one tensor keeps the others of its file, from the palette too', async () => {
    const { folder, path } = await copyCase('node_dump_ok.safetensors', 'keeps-others');
    await open(fileUri(path));
    await inFront(path);
    await eventually(
      async () => {
        await vscode.commands.executeCommand('tensorLoupe.convert.addBatch');
        return namesIn(folder);
      },
      names => names.length === 2,
      'a new file',
    );
    await inFront(`${folder}/node_dump_ok.batched.safetensors`);
    const before = await readSafetensors(path);
    const after = await readSafetensors(`${folder}/node_dump_ok.batched.safetensors`);
    assert.deepEqual([...after.keys()].sort(), [...before.keys()].sort());
    const changed = [...before.keys()].filter(
      name => after.get(name)!.shape.length !== before.get(name)!.shape.length,
    );
    assert.equal(changed.length, 1);
  });

  it('of several files chosen in the Explorer converts each, once that is confirmed', async () => {
    const { folder, path } = await copyCase('image_channel_first.safetensors', 'several');
    await copyFile(join(root(), path), join(root(), folder, 'second.safetensors'));
    const both = [fileUri(path), fileUri(`${folder}/second.safetensors`)];
    void vscode.commands.executeCommand('tensorLoupe.convert.toChannelLast', both[0], both);
    await confirmed(folder, 4);
  });

  it('of a folder converts the tensor files in it that would change', async () => {
    const { folder, path } = await copyCase('image_channel_first.safetensors', 'whole-folder');
    await copyFile(join(root(), path), join(root(), folder, 'second.safetensors'));
    await copyFile(join(root(), 'comfy/i8.npy'), join(root(), folder, 'bytes.npy'));
    await copyFile(join(root(), path), join(root(), folder, 'notes.txt'));
    void vscode.commands.executeCommand('tensorLoupe.convert.toFloat32', fileUri(folder));
    const names = await confirmed(folder, 5);
    assert.deepEqual(
      names.filter(name => name.includes('float32')),
      ['bytes.float32.npy'],
    );
  });
});

/** Accepts what the conversion asks until the folder has so many files; gives their names. */
async function confirmed(folder: string, count: number): Promise<string[]> {
  return eventually(
    async () => {
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      return namesIn(folder);
    },
    names => names.filter(name => !name.endsWith('.tmp')).length === count,
    `${count} files in ${folder}`,
  );
}
