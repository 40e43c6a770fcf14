import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { linked } from '../../scripts/lib/link.mjs';
import { ROOT } from './processes.mjs';

/** What is measured, as the extension ships it: minified, split and linked. */
export async function bundle(folder) {
  const { build } = await import('esbuild');
  const { targets } = await import('../../esbuild.mjs');
  await build({
    ...targets.engine,
    entryPoints: { ...targets.engine.entryPoints, ours: 'bench/ours.ts' },
    absWorkingDir: ROOT,
    outdir: join(folder, 'bundle'),
    minify: true,
    logLevel: 'error',
    plugins: [linked({ production: true })],
  });
  await copyFile(join(ROOT, 'package.json'), join(folder, 'package.json'));
}
