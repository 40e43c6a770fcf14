import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { NODE, RULE } from '../support/badNode';
import { cli } from '../support/cli';
import { tempFolder } from '../support/tempFolder';

async function pack() {
  const folder = await tempFolder();
  await mkdir(join(folder, 'nodes'));
  const node = join(folder, 'nodes', 'a.py');
  const baseline = join(folder, 'loupe-baseline.json');
  await writeFile(node, NODE);
  const lint = (...args: string[]) =>
    cli('lint', join(folder, 'nodes'), '--baseline', baseline, ...args);
  return { folder, node, baseline, lint };
}

test('what a baseline has does not count; what is new does, wherever lines have moved', async () => {
  const { node, lint } = await pack();
  expect((await lint('--write-baseline')).exit).toBe(0);
  expect(await lint()).toMatchObject({ exit: 0, out: '1 file checked: nothing found' });
  await writeFile(node, `import torch\n\n${NODE}`);
  expect((await lint()).exit).toBe(0);
  const text = `import torch\n\n${NODE}\n${NODE.replaceAll('Bad', 'Worse')}`;
  await writeFile(node, text);
  const run = await lint('--format', 'json');
  expect(run.exit).toBe(1);
  const [file] = JSON.parse(run.out) as { findings: { rule: string; line: number }[] }[];
  expect(file?.findings).toMatchObject([
    { rule: RULE, line: text.slice(0, text.lastIndexOf('RETURN_TYPES')).split('\n').length },
  ]);
  expect(run.err).toContain('1 finding is in the baseline');
});

test('a baseline goes with its folder, and tells what is gone', async () => {
  const { folder, node, baseline, lint } = await pack();
  await lint('--write-baseline');
  const moved = await tempFolder();
  await mkdir(join(moved, 'nodes'));
  await writeFile(join(moved, 'nodes', 'a.py'), NODE);
  const copy = join(moved, 'loupe-baseline.json');
  const text = await readFile(baseline, 'utf8');
  expect(text).not.toContain(folder);
  await writeFile(copy, text);
  expect((await cli('lint', moved, '--baseline', copy)).exit).toBe(0);
  await writeFile(node, NODE.replace('("IMAGE")', '("IMAGE",)'));
  expect((await lint()).err).toContain('1 finding of the baseline is gone');
});

test.each([
  ['not there', null],
  ['no JSON', '{'],
  ['another version', '{ "version": 9, "findings": [] }'],
  [
    'a count that is none',
    '{ "version": 1, "findings": [{ "file": "", "rule": "", "at": "", "count": "1" }] }',
  ],
])('a baseline that is %s ends the check', async (_, text) => {
  const { baseline, lint } = await pack();
  if (text !== null) await writeFile(baseline, text);
  const run = await lint();
  expect(run.exit).toBe(2);
  expect(run.err).toContain('--write-baseline');
});

test('--write-baseline needs to know where', async () => {
  const { node } = await pack();
  expect((await cli('lint', node, '--write-baseline')).exit).toBe(2);
});
