// Builds the webview and the harness, and starts it: for the tests and for shoot.mjs.
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as esbuild from 'esbuild';
import { targets } from '../../../esbuild.mjs';

export const ROOT = resolve(import.meta.dirname, '..', '..', '..');

/** Where the harness is bundled to: loading its sources one by one takes seconds. */
const BUNDLE = join(ROOT, 'node_modules', '.cache', 'harness', 'server.mjs');

/** @returns {Promise<import('./server').Harness>} */
export async function startBuiltHarness() {
  await esbuild.build(targets.webview);
  await esbuild.build({
    ...targets.engine,
    entryPoints: [join(ROOT, 'test/ui/harness/server.ts')],
    outdir: undefined,
    outfile: BUNDLE,
    splitting: false,
  });
  const { startHarness } = await import(pathToFileURL(BUNDLE).href);
  return startHarness(ROOT);
}
