import { mkdir, open as openFileHandle, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { viewStream } from '../../src/core/tensor/streams';
import { safetensorsWriter } from '../../src/core/writers/safetensors';
import { atomicWrite } from '../../src/engine/node/atomicWrite';
import { multiplierOf, NO_OVERRIDES, openFile } from '../../src/engine/openedFile';
import type { UserOverrides } from '../../src/protocol/engineMethods';
import { cli } from '../support/cli';
import { memorySink, tensorOf } from '../support/conversions';
import { tempFolder } from '../support/tempFolder';

const marker = () => tensorOf('latent_format_version_0', 'F32', [0], new Uint8Array());

async function latentFile(values: Float32Array, isOld: boolean): Promise<Uint8Array> {
  const samples = tensorOf('latent_tensor', 'F32', [1, 4, 2, 2], new Uint8Array(values.buffer));
  const tensors = [samples, ...(isOld ? [] : [marker()])].map(viewStream);
  const sink = memorySink();
  await safetensorsWriter.write({ tensors, metadata: new Map() }, sink, {}, undefined);
  return sink.bytes();
}

async function kindOf(overrides: Partial<UserOverrides>) {
  const location = {
    type: 'bytes' as const,
    name: 'x.safetensors',
    bytes: await latentFile(new Float32Array(16), true),
  };
  const opened = await openFile(location, {
    ...NO_OVERRIDES,
    relativePath: 'x.safetensors',
    ...overrides,
  });
  await opened.close();
  return opened.classifications[0];
}

test('a choice made in the editor goes above the contracts setting, and that above the name', async () => {
  const contracts = [{ files: '*.safetensors', kind: 'MASK' }];
  const chosen = (kind: 'IMAGE' | null) => [{ tensor: 'latent_tensor', kind }];
  expect((await kindOf({}))?.kind).toBe('LATENT');
  expect((await kindOf({ contracts }))?.kind).toBe('MASK');
  expect((await kindOf({ contracts, kinds: chosen('IMAGE') }))?.kind).toBe('IMAGE');
  expect((await kindOf({ contracts, kinds: chosen(null) }))?.kind).toBe(null);
});

const values = Float32Array.from({ length: 16 }, (_, i) => Math.sin(i) * 2);
/** What LoadLatent does to a file without the marker. Source: ComfyUI nodes.py. */
const scaled = values.map(value => value * (1 / 0.18215));

test.each([
  ['old.latent', true, 1 / 0.18215],
  ['new.latent', false, 1],
  ['old.safetensors', true, 1],
])('%s is multiplied as LoadLatent does', async (name, isOld, expected) => {
  const bytes = await latentFile(values, isOld);
  const opened = await openFile({ type: 'bytes', name, bytes }, NO_OVERRIDES);
  const index = opened.file.tensors.findIndex(tensor => tensor.name === 'latent_tensor');
  expect(multiplierOf(opened, index)).toBe(expected);
  await opened.close();
});

test('an old latent renders as the new one that holds what ComfyUI reads', async () => {
  const folder = await tempFolder();
  const picture = async (name: string, bytes: Uint8Array) => {
    const path = join(folder, name);
    await atomicWrite(path, sink => sink.write(bytes), { overwrite: false });
    const out = `${path}.png`;
    const run = await cli(
      'render',
      path,
      '--tensor',
      'latent_tensor',
      '-o',
      out,
      '--view',
      'rgb',
      '--latent-format',
      'SD15',
    );
    expect(run).toMatchObject({ exit: 0 });
    return sharp(out).raw().toBuffer();
  };
  const old = await picture('old.latent', await latentFile(values, true));
  expect(old).toEqual(await picture('new.latent', await latentFile(scaled, false)));
  expect(old).not.toEqual(await picture('plain.latent', await latentFile(values, false)));
});

test('what is written is on the disk before it has its name', async () => {
  const folder = join(await tempFolder(), 'out');
  await mkdir(folder);
  const path = join(folder, 'x.bin');
  const handle = await openFileHandle(join(folder, 'other'), 'w');
  const methods = Object.getPrototypeOf(handle) as { sync(): Promise<void> };
  await handle.close();
  const { sync } = methods;
  const named: boolean[] = [];
  methods.sync = async function (this: typeof methods) {
    named.push(
      await stat(path).then(
        () => true,
        () => false,
      ),
    );
    return sync.call(this);
  };
  try {
    await atomicWrite(path, sink => sink.write(Uint8Array.of(1, 2, 3)), { overwrite: false });
  } finally {
    methods.sync = sync;
  }
  // First the bytes, then the folder that names them.
  expect(named).toEqual([false, true]);
  expect([...(await readFile(path))]).toEqual([1, 2, 3]);
});
