import { join } from 'node:path';
import { build } from 'esbuild';
import { tempFolder } from './tempFolder';

/** The program of the worker threads as the build makes it, in a folder of its own; gives its path. */
export async function buildChunkWorker(): Promise<string> {
  const outfile = join(await tempFolder(), 'chunkWorker.mjs');
  await build({
    entryPoints: [join(import.meta.dirname, '../../src/engine/node/threads/chunkWorker.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
  });
  return outfile;
}
