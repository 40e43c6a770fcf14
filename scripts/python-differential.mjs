// Random tensor programs, run by torch and by the checker: `node scripts/python-differential.mjs [count] [seed]`.
// Runs with PYTHON, else with the Python that the reference tests use.
import { mkdtemp, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { ensurePython } from './lib/python.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const folder = await mkdtemp(join(here, '..', 'node_modules', '.python-differential-'));
process.env.PYTHON ??= await ensurePython();
try {
  const outfile = join(folder, 'main.mjs');
  await build({
    entryPoints: [join(here, '..', 'test', 'core', 'python', 'differential', 'main.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'warning',
  });
  const { main } = await import(pathToFileURL(outfile).href);
  process.exitCode = main(
    process.argv.slice(2),
    join(here, '..', 'test', 'core', 'python', 'differential', 'run.py'),
  );
} finally {
  await rm(folder, { recursive: true, force: true });
}
