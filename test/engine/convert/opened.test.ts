import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { convertFiles, previewConversion } from '../../../src/engine/convert/convertFiles';
import { convertDeps } from '../../../src/engine/convertMethods';
import { NO_OVERRIDES, openFile } from '../../../src/engine/openedFile';
import { OpenFiles } from '../../../src/engine/openFiles';
import { casePath } from '../../support/cases';
import { WASM_FOLDER } from '../../support/conversions';
import { tempFolder } from '../../support/tempFolder';

const CASE = casePath('comfy', 'image_channel_first.safetensors');

function requestOf(fileId: number, conversion: string, output: string | null) {
  return {
    conversion,
    inputs: [{ file: { type: 'opened', fileId } as const, tensors: ['image'] }],
    overrides: NO_OVERRIDES,
    options: (conversion === 'castDtype' ? { dtype: 'F16' } : {}) as Record<string, string>,
    output,
    overwrite: false,
  };
}

it('a file without a path is previewed and converted as it is open', async () => {
  const files = new OpenFiles();
  const deps = convertDeps(WASM_FOLDER, files);
  const bytes = await readFile(CASE);
  const opened = await openFile({ type: 'bytes', name: 'x.safetensors', bytes }, NO_OVERRIDES);
  const fileId = await files.add(opened);
  const told = await previewConversion(requestOf(fileId, 'castDtype', null), deps);
  expect(told).toMatchObject({ shapes: '[2,3,48,64]', isChange: true });
  const output = join(await tempFolder(), 'o.safetensors');
  const { outputs } = await convertFiles(requestOf(fileId, 'castDtype', output), deps);
  expect(outputs.map(({ path }) => path)).toEqual([output]);
  await files.close(fileId);
  expect(() => files.get(fileId)).toThrow(/no longer open/);
});

it('a file that its owner closes stays open for who works on it', async () => {
  const files = new OpenFiles();
  let closed = 0;
  const opened = await openFile({ type: 'path', path: CASE }, NO_OVERRIDES);
  const fileId = await files.add({
    ...opened,
    close: async () => {
      closed++;
      await opened.close();
    },
  });
  const acquired = await files.acquire(fileId);
  await files.close(fileId);
  expect(closed).toBe(0);
  const { source, byteOffset } = acquired.file.tensors[0]!;
  expect((await source.read(byteOffset, 8)).length).toBe(8);
  await acquired.close();
  expect(closed).toBe(1);
});

it('a file that has changed since it was opened is read anew', async () => {
  const folder = await tempFolder();
  const path = join(folder, 'x.safetensors');
  await copyFile(CASE, path);
  const files = new OpenFiles();
  const deps = convertDeps(WASM_FOLDER, files);
  const fileId = await files.add(await openFile({ type: 'path', path }, NO_OVERRIDES));
  await writeFile(path, await readFile(casePath('comfy', 'node_dump_ok.safetensors')));
  const told = await previewConversion(requestOf(fileId, 'splitBatch', null), deps);
  expect(told.shapes).toBe('[1,48,64,3], [1,48,64,3]');
  await files.close(fileId);
});
