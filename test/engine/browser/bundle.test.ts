import { readFile } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import vm from 'node:vm';
import { build, type Metafile } from 'esbuild';
import { beforeAll, describe, expect, it } from 'vitest';
import { targets } from '../../../esbuild.mjs';
import { elementCount, wholeRanges } from '../../../src/core/tensor/slice';
import { readValues } from '../../../src/core/tensor/values';
import { openPath } from '../../../src/engine/openedFile';
import type { EngineMethods, FileInfo } from '../../../src/protocol/engineMethods';
import type { Handlers } from '../../../src/protocol/rpc';
import { casePath } from '../../support/cases';
import { ROOT } from '../../support/sourceFiles';
import { WEB_GLOBALS } from './webGlobals';

const built = await build({
  ...targets.engineInBrowser,
  entryPoints: ['src/engine/engine.ts'],
  write: false,
  metafile: true,
  globalName: 'engineModule',
  sourcemap: false,
  absWorkingDir: ROOT,
});

const NODE_MODULES = new Set(builtinModules.flatMap(name => [name, `node:${name}`]));

/** What a bundle imports of Node, and what it leaves to be loaded by others. */
function importsOf({ inputs, outputs }: Metafile) {
  const paths = (files: Record<string, { imports: { path: string }[] }>) =>
    Object.values(files).flatMap(({ imports }) => imports.map(({ path }) => path));
  const node = paths(inputs).filter(path => NODE_MODULES.has(path) || path === 'sharp');
  return { node, left: [...new Set(paths(outputs))] };
}

it('the extension built for the browser has nothing of Node in it', async () => {
  const { metafile } = await build({
    ...targets.hostInBrowser,
    write: false,
    metafile: true,
    sourcemap: false,
    absWorkingDir: ROOT,
  });
  expect(importsOf(metafile)).toEqual({ node: [], left: ['vscode'] });
  const files = Object.keys(metafile.inputs);
  expect(files.filter(path => path.startsWith('src/host/node/'))).toEqual([]);
});

describe('the engine built for the browser', () => {
  it('has no module of Node in it, nor a file of the folder that is replaced', () => {
    const { inputs } = built.metafile;
    expect(importsOf(built.metafile)).toEqual({ node: [], left: [] });
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
