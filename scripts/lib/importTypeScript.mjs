import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { temporaryFolder } from './cleanUp.mjs';
import { ROOT } from './places.mjs';

/** Host code names `vscode` at its head; whoever only reads its lists has no VS Code to give. */
const withoutVscode = {
  name: 'without-vscode',
  setup(build) {
    build.onResolve({ filter: /^vscode$/ }, () => ({ path: 'vscode', namespace: 'stand-in' }));
    build.onLoad({ filter: /.*/, namespace: 'stand-in' }, () => ({
      contents: `const any = new Proxy(function () {}, {
        get: (_, name) => (name === Symbol.toPrimitive ? () => '' : any), construct: () => any });
        module.exports = any;`,
    }));
  },
};

/**
 * Bundles a TypeScript module of this project in memory and imports it in plain Node.
 * @param {string} path relative to the root of the checkout
 */
export async function importTypeScript(path) {
  const { build } = await import('esbuild');
  const { outputFiles } = await build({
    entryPoints: [join(ROOT, path)],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    external: ['sharp'],
    plugins: [withoutVscode],
    logLevel: 'error',
  });
  const file = join(temporaryFolder('import'), 'module.mjs');
  await writeFile(file, outputFiles[0].contents);
  const module = await import(pathToFileURL(file).href);
  await rm(file);
  return module;
}
