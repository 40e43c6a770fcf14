import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as esbuild from 'esbuild';

/** Builds the webview's bundle before the tests that load it. */
export async function setup(): Promise<void> {
  const config = pathToFileURL(join(import.meta.dirname, '..', '..', '..', 'esbuild.mjs')).href;
  const { targets } = (await import(config)) as {
    targets: { webview: esbuild.BuildOptions };
  };
  await esbuild.build(targets.webview);
}
