import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { targets } from '../../esbuild.mjs';
import { ROOT } from './sourceFiles';
import { tempFolder } from './tempFolder';

/** The command line as the build makes it, in a folder of its own that others may read; gives its path. */
export async function buildCli(): Promise<string> {
  const folder = await tempFolder();
  await copyFile(join(ROOT, 'package.json'), join(folder, 'package.json'));
  await build({ ...targets.engine, absWorkingDir: ROOT, outdir: join(folder, 'dist') });
  return join(folder, 'dist', 'cli.js');
}
