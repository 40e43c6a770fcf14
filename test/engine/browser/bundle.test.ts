import { readFile } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import vm from 'node:vm';
import { build } from 'esbuild';
import { beforeAll, describe, expect, it } from 'vitest';
import { inBrowser } from '../../../esbuild.mjs';
import { elementCount, wholeRanges } from '../../../src/core/tensor/slice';
import { readValues } from '../../../src/core/tensor/values';
import { openPath } from '../../../src/engine/openedFile';
import type { EngineMethods, FileInfo } from '../../../src/protocol/engineMethods';
import type { Handlers } from '../../../src/protocol/rpc';
import { casePath } from '../../support/cases';
import { ROOT } from '../../support/sourceFiles';

/** Nothing of Node's: what every browser's worker has, and no more. */
const WEB_GLOBALS = {
  AbortController,
  AbortSignal,
  Blob,
  CompressionStream,
  console,
  DOMException,
  performance,
  queueMicrotask,
  setTimeout,
  clearTimeout,
  TextDecoder,
  TextEncoder,
  URL,
};

const built = await build({
  entryPoints: [join(ROOT, 'src/engine/engine.ts')],
  bundle: true,
  write: false,
  metafile: true,
  platform: 'browser',
  format: 'iife',
  globalName: 'engineModule',
  target: 'es2023',
  logLevel: 'silent',
  absWorkingDir: ROOT,
  plugins: [inBrowser],
});

describe('the engine built for the browser', () => {
  it('has no module of Node in it, nor a file of the folder that is replaced', () => {
    const { inputs, outputs } = built.metafile;
    const imported = Object.values(inputs).flatMap(input => input.imports.map(({ path }) => path));
    const left = Object.values(outputs).flatMap(output => output.imports.map(({ path }) => path));
    const nodes = new Set(builtinModules.flatMap(name => [name, `node:${name}`]));
    expect(imported.filter(path => nodes.has(path) || path === 'sharp')).toEqual([]);
    expect(left).toEqual([]);
    expect(Object.keys(inputs).filter(path => path.startsWith('src/engine/node/'))).toEqual([]);
    expect(Object.keys(inputs)).toContain('src/engine/browser/files.ts');
  });

  describe('run where there is nothing of Node', () => {
    let engine: Handlers<EngineMethods>;
    const context = { signal: new AbortController().signal, id: 1 };

    beforeAll(() => {
      const sandbox = vm.createContext({ ...WEB_GLOBALS });
      vm.runInContext(built.outputFiles[0]!.text, sandbox);
      engine = vm.runInContext(
        "engineModule.createEngine({ wasmFolder: '/wasm', onProgress() {} })",
        sandbox,
      );
    });

    const open = async (path: string): Promise<FileInfo> => {
      const bytes = new Uint8Array(await readFile(path));
      const location = { type: 'bytes' as const, name: path.split('/').at(-1)!, bytes };
      const overrides = { relativePath: '', kinds: [], contracts: [], rules: {} };
      return engine.open({ location, overrides }, context);
    };

    it.each([
      ['comfy', 'deflated.npz'],
      ['comfy', 'dtypes.safetensors'],
      ['comfy', 'fortran.npy'],
      ['comfy', 'latent_dict.pt'],
      ['comfy', 'legacy.pt'],
      ['comfy', 'ComfyUI_00001_.latent'],
      ['comfy', 'gray16.png'],
      ['comfy', 'la.png'],
      ['comfy', 'pal.png'],
      ['comfy', 'rgba.png'],
      ['images', 'gif-transparent.gif'],
    ])('opens %s/%s with the same values as in Node', async (folder, name) => {
      const path = casePath(folder, name);
      const info = await open(path);
      const here = await openPath(path);
      expect(info.tensors.map(tensor => tensor.name)).toEqual(
        here.file.tensors.map(tensor => tensor.name),
      );
      for (const [tensor, { decodable }] of info.tensors.entries()) {
        const of = here.file.tensors[tensor]!;
        if (!decodable) continue;
        const ranges = wholeRanges(of.shape);
        const values = await engine.values({ fileId: info.fileId, tensor, ranges }, context);
        expect(values.values).toHaveLength(elementCount(of.shape));
        expect(JSON.stringify(values)).toBe(JSON.stringify(await readValues(of, ranges)));
      }
      await here.close();
    });
  });
});
