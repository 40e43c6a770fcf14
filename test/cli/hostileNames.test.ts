import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { cli, jsonLines } from '../support/cli';
import { HOSTILE_NAME, hostileSafetensors, STEERING } from '../support/hostileNames';
import { tempFolder } from '../support/tempFolder';

let folder = '';
let good = '';
let bad = '';
beforeAll(async () => {
  folder = join(await tempFolder(), 'x\u001b[2J\n\u202e');
  await mkdir(folder);
  good = join(folder, 'a\u001b]0;t\u0007\n.safetensors');
  bad = join(folder, 'b\u009b\u2028.npy');
  await writeFile(good, hostileSafetensors(HOSTILE_NAME));
  await writeFile(bad, 'no array');
});

/** Every command, each on a file whose name and words are hostile, and on one that it refuses. */
const RUNS: readonly (readonly string[])[] = [
  ['inspect', 'GOOD', 'BAD'],
  ['inspect', 'GOOD', 'BAD', '--json'],
  ['stats', 'GOOD', 'BAD'],
  ['stats', 'GOOD', '--json'],
  ['stats', 'GOOD', '--tensor', 'NAME'],
  ['stats', 'GOOD', '--tensor', 'other NAME'],
  ['values', 'GOOD', 'BAD'],
  ['values', 'GOOD', '--json'],
  ['lint', 'FOLDER'],
  ['lint', 'FOLDER', '--format', 'json'],
  ['lint', 'FOLDER', '--format', 'sarif'],
  ['lint', 'GOOD', '--kind', 'NAME=IMAGE'],
  ['convert', 'clamp01', 'GOOD', '-o', 'FOLDER/out\u001b\n.safetensors'],
  ['convert', 'clamp01', 'GOOD', '--tensor', 'NAME NAME', '-o', 'FOLDER/none.safetensors'],
  ['convert', 'clamp01', 'FOLDER', '-o', 'FOLDER'],
  ['render', 'GOOD', '-o', 'FOLDER/none/out.png'],
  ['render', 'BAD', '-o', 'FOLDER/out.png'],
  ['\u001b[31mno\nsuch'],
  ['stats', '--\u001b[31m', 'GOOD'],
];

const LINE =
  /^( |$|error: |note: |wrote |\[|\{|\}|\d+ (converted|files? checked)|.*: (safetensors|\w+ [\w/-]+): ?|.*\.safetensors$|.*, \d+ tensors?$)/;

test.each(RUNS)('%s %s says nothing that steers a terminal or forges a line', async (...words) => {
  const args = words.map(word =>
    word
      .replace('GOOD', good)
      .replace('BAD', bad)
      .replace('FOLDER', folder)
      .replaceAll('NAME', HOSTILE_NAME),
  );
  const { out, err } = await cli(...args);
  expect(out + err).not.toBe('');
  for (const text of [out, err]) {
    expect(text).not.toMatch(STEERING);
    expect(text).not.toMatch(/^error forged/m);
    for (const line of text.split('\n')) expect(line).toMatch(LINE);
  }
});

test('JSON keeps the true names', async () => {
  const [inspected] = jsonLines<{ metadata: object; tensors: { name: string }[] }>(
    await cli('inspect', good, '--json'),
  );
  expect(inspected?.tensors[0]?.name).toBe(HOSTILE_NAME);
  expect(inspected?.metadata).toEqual({ [HOSTILE_NAME]: HOSTILE_NAME });
});

test('a name makes no link in SARIF', async () => {
  const { out } = await cli('lint', good, '--kind', `${HOSTILE_NAME}=IMAGE`, '--format', 'sarif');
  const { results } = (JSON.parse(out) as { runs: [{ results: { message: { text: string } }[] }] })
    .runs[0];
  const messages = results.map(({ message }) => message.text).join(' ');
  expect(messages).toContain('[go\\](command:x)');
  expect(messages).not.toContain('[go](');
});
