import { EventEmitter } from 'node:events';
import { readFile } from 'node:fs/promises';
import vm from 'node:vm';
import { build } from 'esbuild';
import { beforeAll, describe, expect, it } from 'vitest';
import { targets } from '../../../esbuild.mjs';
import { wholeRanges } from '../../../src/core/tensor/slice';
import { readValues } from '../../../src/core/tensor/values';
import { NO_OVERRIDES, openFile } from '../../../src/engine/openedFile';
import type { EngineEvents, EngineMethods } from '../../../src/protocol/engineMethods';
import { Rpc } from '../../../src/protocol/rpc';
import { casePath } from '../../support/cases';
import { ROOT } from '../../support/sourceFiles';
import { WEB_GLOBALS } from './webGlobals';

/** Messages are copied, as between a page and its worker. */
const copied = (data: unknown) => ({ data: structuredClone(data) });

/** The worker's program in a context with what a worker has, and no more. */
async function startWorker() {
  const { outputFiles } = await build({
    ...targets.engineInBrowser,
    write: false,
    sourcemap: false,
    absWorkingDir: ROOT,
  });
  const toWorker = new EventEmitter();
  const toHost = new EventEmitter();
  const self = {
    addEventListener: (_: string, hear: (event: unknown) => void, { once = false } = {}) =>
      once ? toWorker.once('message', hear) : toWorker.on('message', hear),
    postMessage: (data: unknown) => toHost.emit('message', copied(data)),
  };
  vm.runInContext(outputFiles[0]!.text, vm.createContext({ ...WEB_GLOBALS, self }));
  toWorker.emit('message', copied({ wasmFolder: '/wasm' }));
  return {
    post: (data: unknown) => void toWorker.emit('message', copied(data)),
    onMessage: (hear: (data: unknown) => void) =>
      void toHost.on('message', ({ data }: { data: unknown }) => hear(data)),
  };
}

describe("the engine's worker in the browser", () => {
  const written = new Map<string, Uint8Array>();
  let rpc: Rpc<EngineEvents, EngineMethods>;
  let isFull = false;

  beforeAll(async () => {
    rpc = new Rpc<EngineEvents, EngineMethods>(await startWorker(), {
      progress: () => {},
      log: () => {},
      write: ({ path, bytes }) => {
        if (isFull) throw new Error('the disk is full');
        written.set(path, bytes);
      },
    });
  });

  const open = async (name: string) => {
    const bytes = new Uint8Array(await readFile(casePath('comfy', name)));
    const location = { type: 'bytes', name, bytes } as const;
    return rpc.call('open', { location, overrides: NO_OVERRIDES });
  };
  const request = (fileId: number, output: string) => ({
    conversion: 'castDtype' as const,
    inputs: [{ file: { type: 'opened', fileId } as const, tensors: ['image'] }],
    overrides: NO_OVERRIDES,
    options: { dtype: 'F16' },
    output,
    overwrite: true,
  });

  it('opens a file and gives its values by messages', async () => {
    const { fileId, tensors } = await open('image_0_255.safetensors');
    const ranges = wholeRanges(tensors[0]!.shape).map(range => ({ ...range, count: 1 }));
    const { values } = await rpc.call('values', { fileId, tensor: 0, ranges });
    expect(values).toHaveLength(1);
    await rpc.call('close', { fileId });
    await expect(rpc.call('values', { fileId, tensor: 0, ranges })).rejects.toThrow(/open/);
  });

  it('has the host write a converted file, whole and right', async () => {
    const { fileId } = await open('image_0_255.safetensors');
    const path = 'vscode-vfs://github/owner/name/half.safetensors';
    const { outputs } = await rpc.call('convert', request(fileId, path));
    expect(outputs).toEqual([{ path, byteLength: written.get(path)!.length }]);
    const bytes = written.get(path)!;
    const result = await openFile({ type: 'bytes', name: 'half.safetensors', bytes }, NO_OVERRIDES);
    const source = new Uint8Array(await readFile(casePath('comfy', 'image_0_255.safetensors')));
    const before = await openFile({ type: 'bytes', name: 'x', bytes: source }, NO_OVERRIDES);
    const [made, from] = [result.file.tensors[0]!, before.file.tensors[0]!];
    expect([made.dtype.name, made.shape]).toEqual(['F16', from.shape]);
    const row = wholeRanges(from.shape).map((range, axis) =>
      axis < 2 ? { ...range, count: 1 } : range,
    );
    const numbers = async (tensor: typeof made) =>
      (await readValues(tensor, row)).values.map(Number);
    // 0..255 are whole numbers, which half precision holds.
    expect((await numbers(made)).map(Math.round)).toEqual((await numbers(from)).map(Math.round));
  });

  it('tells why the host could not write', async () => {
    const { fileId } = await open('image_0_255.safetensors');
    isFull = true;
    await expect(rpc.call('convert', request(fileId, 'memfs:/x.safetensors'))).rejects.toThrow(
      'the disk is full',
    );
  });
});
