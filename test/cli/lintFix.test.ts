import { execFile } from 'node:child_process';
import { chmod, mkdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { NODE, RULE } from '../support/badNode';
import { cli } from '../support/cli';
import { tempFolder } from '../support/tempFolder';

const MENDED = NODE.replace('("IMAGE")', '("IMAGE",)');
/** Two mends, of which the second is seen once the first is made: without the comma nothing is known of outputs. */
const TWO = NODE.replace('return (image,)', 'return image');

async function nodeFile(text: string): Promise<string> {
  const path = join(await tempFolder(), 'node.py');
  await writeFile(path, text);
  return path;
}

describe('lint --fix', () => {
  test('makes every sure mend in place, and reports what is left', async () => {
    const path = await nodeFile(NODE);
    await chmod(path, 0o755);
    const run = await cli('lint', path, '--fix');
    expect(run).toMatchObject({ exit: 0, out: '1 file checked: nothing found' });
    expect(run.err).toContain('1 mend made in 1 file');
    expect(await readFile(path, 'utf8')).toBe(MENDED);
    expect((await stat(path)).mode & 0o777).toBe(0o755);
  });

  test('goes on with what a mend brings out', async () => {
    const path = await nodeFile(TWO);
    expect((await cli('lint', path, '--fix')).exit).toBe(0);
    expect(await readFile(path, 'utf8')).toBe(MENDED);
  });

  test('writes the file behind a link, CRLF and BOM as they are', async () => {
    const path = await nodeFile(`\ufeff${NODE.replaceAll('\n', '\r\n')}`);
    const link = join(await tempFolder(), 'link.py');
    await symlink(path, link);
    await cli('lint', link, '--fix');
    expect(await readFile(path, 'utf8')).toBe(`\ufeff${MENDED.replaceAll('\n', '\r\n')}`);
  });

  test('leaves alone a rule that is off, and a text that it could not write back', async () => {
    const path = await nodeFile(NODE);
    const folder = join(path, '..');
    await writeFile(
      join(folder, 'tensor-loupe.json'),
      JSON.stringify({ rules: { [RULE]: 'off' } }),
    );
    expect((await cli('lint', folder, '--fix')).err).toBe('');
    expect(await readFile(path, 'utf8')).toBe(NODE);
    const latin = Buffer.from(`# caf\xe9\n${NODE}`, 'latin1');
    const other = join(await tempFolder(), 'latin.py');
    await writeFile(other, latin);
    const run = await cli('lint', other, '--fix');
    expect(run.exit).toBe(2);
    expect(run.err).toContain('not UTF-8');
    expect((await readFile(other)).equals(latin)).toBe(true);
  });
});

describe('lint --diff', () => {
  test('gives a patch that Git applies, and writes nothing', async () => {
    const folder = await tempFolder();
    await mkdir(join(folder, 'nodes'));
    const path = join(folder, 'nodes', 'node.py');
    const text = `${'# line\n'.repeat(10)}${NODE}${'# end\n'.repeat(9)}${NODE.replaceAll('Bad', 'Worse')}`;
    await writeFile(path, text);
    const before = process.cwd();
    process.chdir(folder);
    try {
      const run = await cli('lint', 'nodes', '--fix', '--diff');
      expect(run.exit).toBe(1);
      expect(await readFile(path, 'utf8')).toBe(text);
      await writeFile('mends.patch', `${run.out}\n`);
      await promisify(execFile)('git', ['apply', 'mends.patch']);
    } finally {
      process.chdir(before);
    }
    expect(await readFile(path, 'utf8')).toBe(text.replaceAll('("IMAGE")', '("IMAGE",)'));
    expect(await cli('lint', path, '--diff')).toMatchObject({ exit: 0, out: '' });
  });
});
