// Builds the webview and the harness, and starts it: for the tests and for shoot.mjs.
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as esbuild from 'esbuild';
import { targets } from '../../../esbuild.mjs';

export const ROOT = resolve(import.meta.dirname, '..', '..', '..');

/** Where the harness and an engine are bundled to: loading their sources one by one takes seconds. */
const BUNDLES = join(ROOT, 'node_modules', '.cache', 'harness');

/** @returns {Promise<import('./server').Harness>} */
export async function startBuiltHarness() {
  await esbuild.build(targets.webview);
  await esbuild.build({
    ...targets.engine,
    entryPoints: {
      server: join(ROOT, 'test/ui/harness/server.ts'),
      worker: join(ROOT, 'src/engine/node/worker.ts'),
    },
    outdir: BUNDLES,
    define: { ...targets.engine.define, 'import.meta.dirname': '__dirname' },
  });
  const { startHarness } = await import(pathToFileURL(join(BUNDLES, 'server.js')).href);
  return startHarness(ROOT);
}
