import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import type { ConversionId } from '../../src/core/convert/conversionIds';
import { readBox } from '../../src/core/tensor/read';
import { elementCount, wholeRanges } from '../../src/core/tensor/slice';
import type { Tensor, TensorFile } from '../../src/core/tensor/tensor';
import { convertFiles, previewConversion } from '../../src/engine/convert/convertFiles';
import { convertDeps } from '../../src/engine/convertMethods';
import { NO_OVERRIDES, openPath } from '../../src/engine/openedFile';
import type { ConvertParams } from '../../src/protocol/engineMethods';
import { casePath } from './cases';
import { WASM_FOLDER } from './conversions';

/** The folder of the test that runs. */
export let folder: string;

/** Gives each test of a file a new folder, and closes what it opened. Called by the file: hooks are each file's own. */
export function useFolder(): void {
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'loupe-convert-'));
  });
  afterEach(async () => {
    for (const file of opened.splice(0)) await file.close();
    await rm(folder, { recursive: true, force: true });
  });
}

export const deps = convertDeps(WASM_FOLDER);
export const at = (name: string) => join(folder, name);
export const comfy = (name: string) => casePath('comfy', name);

type Extra = Partial<ConvertParams> & { tensors?: string[] };
type Arguments = readonly [
  conversion: ConversionId,
  files: readonly string[],
  output: string | null,
  extra?: Extra,
];

function requestOf(...[conversion, files, output, extra = {}]: Arguments): ConvertParams {
  const { tensors = [], ...rest } = extra;
  const inputs = files.map(path => ({ file: { type: 'path' as const, path }, tensors }));
  const overrides = NO_OVERRIDES;
  return { conversion, inputs, overrides, options: {}, output, overwrite: false, ...rest };
}

/** Converts files as the engine does. */
export const convert = (...args: Arguments) => convertFiles(requestOf(...args), deps);

/** What the same would write. */
export const preview = (...args: Arguments) => previewConversion(requestOf(...args), deps);

const opened: TensorFile[] = [];

export async function open(path: string): Promise<TensorFile> {
  const { file } = await openPath(path);
  opened.push(file);
  return file;
}

export async function tensorsOf(path: string): Promise<Map<string, Tensor>> {
  const file = await open(path);
  return new Map(file.tensors.map(tensor => [tensor.name, tensor]));
}

export async function valuesOf(tensor: Tensor): Promise<number[]> {
  const bytes = await readBox(tensor, wholeRanges(tensor.shape));
  return Array.from(tensor.dtype.toNumbers(bytes, elementCount(tensor.shape)));
}
