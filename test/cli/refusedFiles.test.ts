import { execFile } from 'node:child_process';
import { symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { runCli } from '../../src/cli/run';
import { casePath } from '../support/cases';
import { cli } from '../support/cli';
import { tempFolder } from '../support/tempFolder';

const run = promisify(execFile);

test.skipIf(process.platform === 'win32').each(['py', 'ipynb', 'npy'])(
  'a pipe and a device named .%s are refused, not waited for',
  async ending => {
    const folder = await tempFolder();
    const pipe = join(folder, `pipe.${ending}`);
    const device = join(folder, `zero.${ending}`);
    await run('mkfifo', [pipe]);
    await symlink('/dev/zero', device);
    for (const file of [pipe, device]) {
      const named = await cli('lint', file);
      expect(named.exit).toBe(2);
      expect(named.err).toContain('socket or a device');
    }
    const found = await cli('lint', folder);
    expect(found.exit).toBe(1);
    expect(found.out).toContain('2 errors');
  },
);

test.skipIf(process.platform === 'win32')('a pipe is no project file', async () => {
  const folder = await tempFolder();
  await run('mkfifo', [join(folder, 'tensor-loupe.json')]);
  await writeFile(join(folder, 'a.py'), '');
  expect(await cli('lint', folder)).toMatchObject({ exit: 0 });
});

test.each(['a.py', 'a.ipynb'])('%s of a terabyte is refused by its size', async name => {
  const file = join(await tempFolder(), name);
  await writeFile(file, '');
  await truncate(file, 2 ** 40);
  const { exit, err } = await cli('lint', file);
  expect(exit).toBe(2);
  expect(err).toMatch(/This text has 1.0 TiB, and at most \d+.0 MiB are read/);
});

test('a check that is called off says that its report is partial', async () => {
  const out: string[] = [];
  const err: string[] = [];
  const streams = {
    out: (text: string) => void out.push(text),
    err: (text: string) => void err.push(text),
    isInteractive: () => false,
    version: '0.0.0',
  };
  const args = ['lint', casePath('comfy'), '--format', 'sarif'];
  expect(await runCli(args, streams, AbortSignal.abort())).toBe(2);
  expect(err).toEqual([expect.stringContaining('partial')]);
  expect(JSON.parse(out.join(''))).toMatchObject({
    runs: [{ invocations: [{ executionSuccessful: false }] }],
  });
});
