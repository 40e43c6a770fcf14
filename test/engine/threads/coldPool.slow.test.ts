import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { expect, it } from 'vitest';
import { buildChunkWorker } from '../../support/chunkWorker';
import { tempFolder } from '../../support/tempFolder';

it('a process ends whose threads came after its work was done', async () => {
  const outfile = join(await tempFolder(), 'coldPool.mjs');
  await build({
    entryPoints: [join(import.meta.dirname, '../../support/coldPool.ts')],
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile,
  });
  const worker = await buildChunkWorker();
  // Idle threads go after 10 s: by themselves they must not be waited for at all.
  const run = promisify(execFile)(process.execPath, [outfile, worker], { timeout: 9000 });
  expect((await run).stdout).toBe('online\n');
});
