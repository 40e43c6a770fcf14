import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from './processes.mjs';

const REQUIRE =
  "import { createRequire as __cr } from 'node:module'; const require = __cr(import.meta.url);";

/** What is measured, as the extension ships it: minified and split. */
export async function bundle(folder) {
  const { build } = await import('esbuild');
  await build({
    entryPoints: {
      ours: join(ROOT, 'bench/ours.ts'),
      cli: join(ROOT, 'src/cli.ts'),
      worker: join(ROOT, 'src/engine/node/worker.ts'),
      chunkWorker: join(ROOT, 'src/engine/node/threads/chunkWorker.ts'),
    },
    outdir: join(folder, 'bundle'),
    bundle: true,
    splitting: true,
    minify: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    external: ['sharp'],
    banner: { js: REQUIRE },
    logLevel: 'error',
  });
  // The command line asks the package beside it for its version, Node whether these are modules.
  await copyFile(join(ROOT, 'package.json'), join(folder, 'package.json'));
}
