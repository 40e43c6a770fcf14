import { expect, test } from 'vitest';
import { wholeNumber } from '../../src/cli/args';
import { toJson } from '../../src/cli/json';
import { casePath } from '../support/cases';
import { cli, jsonLines } from '../support/cli';

test('help and version end well, a command that is missing or unknown does not', async () => {
  expect(await cli('--help')).toMatchObject({ exit: 0, err: '' });
  expect(await cli()).toMatchObject({ exit: 2, out: '' });
  expect(await cli('inspect', '--version')).toMatchObject({ exit: 0, out: '0.0.0-test' });
  expect(await cli('nothing')).toMatchObject({ exit: 2, out: '' });
});

test.each(['inspect', 'stats', 'values', 'lint', 'convert', 'render'])(
  '%s says its usage on both options of help',
  async name => {
    const long = await cli(name, '--help');
    expect(long).toMatchObject({ exit: 0, err: '' });
    expect(long.out).toContain(`Usage: tensor-loupe ${name} `);
    expect(await cli(name, '-h')).toEqual(long);
    // Its own code is found and runs: an option that it has not is refused with its usage.
    const odd = await cli(name, '--no-such-option');
    expect(odd.exit).toBe(2);
    expect(odd.err).toContain(`Usage: tensor-loupe ${name} `);
  },
);

test('a file that cannot be read fails the run, and the others still come', async () => {
  const good = casePath('comfy', 'node_dump_ok.safetensors');
  const run = await cli('inspect', 'not-there.npy', good, '--json');
  expect(run.exit).toBe(2);
  const [failed, found] = jsonLines<{ file: string; error?: { rule: string } }>(run);
  expect(failed?.error?.rule).toBe('file/unreadable');
  expect(found?.file).toBe(good);
});

test('a whole number takes both ends of its bounds and nothing beyond', () => {
  const read = (text: string) => wholeNumber('bins', text, 1, 8);
  expect([read('1'), read('8')]).toEqual([1, 8]);
  for (const text of ['0', '9', '-1', '1.5', '']) expect(() => read(text)).toThrow('--bins');
});

test('JSON has text where its numbers end', () => {
  expect(toJson([NaN, -Infinity, 2n ** 53n - 1n, 2n ** 53n, -0])).toBe(
    '["NaN","-Infinity",9007199254740991,"9007199254740992",0]',
  );
});
