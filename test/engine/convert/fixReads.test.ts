import { copyFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { countingSource } from '../../../src/core/bytes/countingSource';
import { viewStream } from '../../../src/core/tensor/streams';
import type { Tensor } from '../../../src/core/tensor/tensor';
import { safetensorsWriter } from '../../../src/core/writers/safetensors';
import { fixFile, plannedFixes } from '../../../src/engine/convert/fixAll';
import { convertDeps } from '../../../src/engine/convertMethods';
import { allFindings } from '../../../src/engine/lintFile';
import { NO_OVERRIDES, type OpenedFile, openFile, openPath } from '../../../src/engine/openedFile';
import { OpenFiles } from '../../../src/engine/openFiles';
import { SharedStats } from '../../../src/engine/sharedStats';
import { casePath } from '../../support/cases';
import { floatsOf, memorySink, tensorOf, WASM_FOLDER } from '../../support/conversions';
import { tempFolder } from '../../support/tempFolder';

/** The file as it is opened, with all that is read of its tensors counted. */
function counted(opened: OpenedFile) {
  const { file } = opened;
  const source = countingSource(file.tensors[0]!.source);
  const tensors = file.tensors.map(tensor => ({ ...tensor, source }));
  const stats = new SharedStats(tensors);
  const read = { ...file, tensors };
  return { source, opened: { ...opened, stats, file: read, stored: read } };
}

async function dump(folder: string, name: string, ...tensors: Tensor[]): Promise<string> {
  const path = join(folder, name);
  const sink = memorySink();
  const content = { tensors: tensors.map(viewStream), metadata: new Map<string, string>() };
  await safetensorsWriter.write(content, sink, {});
  await writeFile(path, sink.bytes());
  return path;
}

/** Mends a file as the editor does: it is open, its plan is shown, then it is written. */
async function mended(path: string) {
  const { opened, source } = counted(await openFile({ type: 'path', path }, NO_OVERRIDES));
  const files = new OpenFiles();
  const deps = convertDeps(WASM_FOLDER, files);
  const file = { type: 'opened', fileId: await files.add(opened) } as const;
  const asked = { file, overrides: NO_OVERRIDES };
  const { steps } = await plannedFixes(asked, deps);
  const planned = source.bytesRead;
  source.reset();
  const { outputs } = await fixFile(asked, deps);
  const written = source.bytesRead;
  await files.close(file.fileId);
  const result = await openPath(outputs[0]!.path);
  const record = JSON.parse(result.file.metadata.get('tensor_loupe') ?? '[]');
  const conversions = record.map((step: { conversion: string }) => step.conversion);
  const errors = (await allFindings(result, undefined)).filter(
    ({ severity }) => severity === 'error',
  );
  await result.close();
  return { steps, planned, written, conversions, errors };
}

const SHAPE = [3, 64, 96];
const COUNT = 3 * 64 * 96;

it('reads each value once to judge it and once to write it, whatever the number of mends', async () => {
  const bytes = Uint8Array.from({ length: COUNT }, (_, i) => i % 256);
  const path = await dump(
    await tempFolder(),
    'x.safetensors',
    tensorOf('image', 'U8', SHAPE, bytes),
  );
  const { planned, written, conversions, errors } = await mended(path);
  expect(conversions).toEqual(['toChannelLast', 'addBatch', 'toFloat32', 'divide255']);
  expect(errors).toEqual([]);
  expect({ planned, written }).toEqual({ planned: COUNT, written: COUNT });
});

it('judges wide types by their two passes, and reads them once more to write', async () => {
  const values = Float32Array.from({ length: COUNT }, (_, i) => [Number.NaN, i % 256][i % 2]!);
  const path = await dump(await tempFolder(), 'x.safetensors', floatsOf('image', SHAPE, values));
  const { planned, written, conversions, errors } = await mended(path);
  expect(conversions).toEqual(['toChannelLast', 'addBatch', 'replaceNonFinite', 'divide255']);
  expect(errors).toEqual([]);
  expect({ planned, written }).toEqual({ planned: 2 * 4 * COUNT, written: 4 * COUNT });
});

it('reads an old latent once to write it in its new scale', async () => {
  const path = join(await tempFolder(), 'old.latent');
  await copyFile(casePath('comfy', 'old_version.latent'), path);
  const opened = await openPath(path);
  const { byteLength } = opened.file.tensors[0]!;
  await opened.close();
  const { written, conversions } = await mended(path);
  expect(conversions).toEqual(['rescaleOldLatent']);
  expect(written).toBe(byteLength);
});
