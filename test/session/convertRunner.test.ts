import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { castDtype } from '../../src/core/convert/castDtype';
import { ConvertRunner } from '../../src/session/convertRunner';
import { ConvertSources } from '../../src/session/convertSources';
import { createSession } from '../../src/session/session';
import { TensorDocument } from '../../src/session/tensorDocument';
import type { Uri } from '../../src/session/uri';
import { casePath } from '../support/cases';
import { tempFolder } from '../support/tempFolder';
import { MemoryWorkspace, uriOf } from './support/memoryWorkspace';
import { npyBytes } from './support/npy';
import { TestEngine } from './support/testEngine';

const DTYPES = castDtype.options.find(({ name }) => name === 'dtype')!.choices!;

function start() {
  const workspace = new MemoryWorkspace();
  const engine = new TestEngine();
  const session = createSession(workspace, engine);
  const sources = new ConvertSources(session);
  const runner = new ConvertRunner(session, sources);
  const opens = () => engine.calls.filter(method => method === 'open').length;
  return { workspace, engine, session, sources, runner, opens };
}

/** All that a user is shown before a cast (a preview of each dtype) and while a width is typed; then a file. */
async function wholeFlow(runner: ConvertRunner, uri: Uri): Promise<void> {
  const inputs = [{ uri, tensors: [] }] as const;
  const output = join(await tempFolder(), 'out.npy');
  const cast = { inputs, conversion: 'castDtype', output } as const;
  expect(DTYPES.length).toBeGreaterThan(10);
  await Promise.all(DTYPES.map(dtype => runner.preview(cast, { dtype }).catch(() => null)));
  for (const width of ['2', '20', '200'])
    await runner.preview({ ...cast, conversion: 'resizeImage' }, { width, height: '4' });
  const { outputs } = await runner.convert(cast, { dtype: 'F16' });
  expect(outputs.map(({ path }) => path)).toEqual([output]);
}

const image = npyBytes([1, 4, 4, 3], new Array<number>(48).fill(0.5));

test('a file without a path is read once for all previews, keystrokes and the conversion', async () => {
  const { workspace, sources, runner, engine, opens } = start();
  const uri = workspace.put('/project/image.npy', image);
  await wholeFlow(runner, uri);
  expect(workspace.reads).toEqual(['/project/image.npy']);
  expect(opens()).toBe(1);
  await sources.dispose();
  expect(engine.calls.at(-1)).toBe('close');
});

test('a file that is open is not read at all', async () => {
  const { workspace, session, sources, runner, opens } = start();
  const uri = workspace.put('/project/image.npy', image);
  const document = new TensorDocument(uri, session);
  session.documents.add(document);
  await document.open();
  await wholeFlow(runner, uri);
  await sources.dispose();
  expect(workspace.reads).toEqual(['/project/image.npy']);
  expect(opens()).toBe(1);
  document.dispose();
});

test('a file on disk is opened once too', async () => {
  const { sources, runner, opens } = start();
  const path = join(await tempFolder(), 'image.safetensors');
  await copyFile(casePath('comfy', 'image_0_255.safetensors'), path);
  await wholeFlow(runner, uriOf(path, 'file'));
  expect(opens()).toBe(1);
  await sources.dispose();
});

test('of several files, the one that cannot be opened is named', async () => {
  const { sources, runner } = start();
  const paths = [casePath('comfy', 'image_0_255.safetensors'), '/nowhere/gone.safetensors'];
  const [first, second] = paths.map(path => ({ uri: uriOf(path, 'file'), tensors: [] }));
  const job = { inputs: [first!, second!], conversion: 'stackBatch', output: null } as const;
  await expect(runner.preview(job, {})).rejects.toThrow(/gone\.safetensors/);
  await sources.dispose();
});
