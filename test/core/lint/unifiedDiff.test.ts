import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { unifiedDiff } from '../../../src/core/lint/unifiedDiff';
import { tempFolder } from '../../support/tempFolder';

test('Git makes one text of the other by the patch, whatever lines they have', async () => {
  const folder = await tempFolder();
  const git = (...args: string[]) => promisify(execFile)('git', args, { cwd: folder });
  const text = fc
    .tuple(fc.array(fc.constantFrom('a', 'b', '', 'c\r', '\\ x'), { maxLength: 14 }), fc.boolean())
    .map(([lines, isEnded]) => lines.join('\n') + (isEnded && lines.length > 0 ? '\n' : ''));
  await fc.assert(
    fc.asyncProperty(text, text, async (before, after) => {
      const patch = unifiedDiff('f.txt', before, after);
      if (before === after) {
        expect(patch).toBe('');
        return;
      }
      await writeFile(join(folder, 'f.txt'), before);
      await writeFile(join(folder, 'p.patch'), `${patch}\n`);
      await git('apply', '--unidiff-zero', 'p.patch');
      expect(await readFile(join(folder, 'f.txt'), 'utf8')).toBe(after);
    }),
    { numRuns: 60 },
  );
});

test('changes far apart are hunks of their own, with three lines round each', () => {
  const lines = Array.from({ length: 30 }, (_, i) => `${i}\n`);
  const after = lines.with(4, 'x\n').with(25, 'y\n').join('');
  expect(unifiedDiff('f', lines.join(''), after)).toBe(
    [
      '--- a/f',
      '+++ b/f',
      '@@ -2,7 +2,7 @@',
      ...[' 1', ' 2', ' 3', '-4', '+x', ' 5', ' 6', ' 7'],
      '@@ -23,7 +23,7 @@',
      ...[' 22', ' 23', ' 24', '-25', '+y', ' 26', ' 27', ' 28'],
    ].join('\n'),
  );
});
