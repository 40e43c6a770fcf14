import { copyFile, mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { casePath } from '../support/cases';
import { cli, jsonLines } from '../support/cli';
import { tempFolder } from '../support/tempFolder';

const CHANNEL_FIRST = casePath('comfy', 'image_channel_first.safetensors');

interface Line {
  readonly tensors: { name: string; shape: number[] }[];
}

describe('convert', () => {
  it('writes a new file and refuses it the second time, but by force', async () => {
    const out = join(await tempFolder(), 'out.safetensors');
    const before = await readFile(CHANNEL_FIRST);
    const run = () => cli('convert', 'toChannelLast', CHANNEL_FIRST, '-o', out);
    expect(await run()).toMatchObject({ exit: 0, out: '', err: `wrote ${out}` });
    const [line] = jsonLines<Line>(await cli('inspect', out, '--json'));
    expect(line!.tensors).toMatchObject([{ name: 'image', shape: [2, 48, 64, 3] }]);
    const again = await run();
    expect(again.exit).toBe(2);
    expect(again.err).toMatch(/^error: .*exists already/);
    expect((await cli('convert', 'toChannelLast', CHANNEL_FIRST, '-o', out, '--force')).exit).toBe(
      0,
    );
    expect(await readFile(CHANNEL_FIRST)).toEqual(before);
  });

  it('takes folders into a folder, reports what was skipped and why, and goes on', async () => {
    const folder = await tempFolder();
    const [source, target] = [join(folder, 'in'), join(folder, 'out')];
    await mkdir(source);
    await mkdir(target);
    await copyFile(CHANNEL_FIRST, join(source, 'a.safetensors'));
    await copyFile(casePath('comfy', 'i8.npy'), join(source, 'b.npy'));
    await copyFile(casePath('comfy', 'rgba.png'), join(source, 'c.png'));
    await copyFile(CHANNEL_FIRST, join(source, 'd.safetensors'));
    const run = await cli('convert', 'toChannelLast', source, '-o', target);
    expect(run.exit).toBe(2);
    const lines = run.err.split('\n');
    expect(lines.at(-1)).toBe('2 converted, 1 skipped');
    expect(lines.filter(line => line.startsWith('error: '))).toHaveLength(1);
    expect(lines.find(line => line.startsWith('error: '))).toContain('b.npy');
    expect((await readdir(target)).sort()).toEqual([
      'a.channel-last.safetensors',
      'd.channel-last.safetensors',
    ]);
  });

  it.each([
    ['an unknown conversion', ['toNowhere', CHANNEL_FIRST, '-o', 'x.npy']],
    ['no output', ['toChannelLast', CHANNEL_FIRST]],
    ['no file', ['toChannelLast', '-o', 'x.npy']],
    ['an option without a value', ['clamp01', CHANNEL_FIRST, '-o', 'x.npy', '--option', 'x']],
    ['a folder that is not there', ['toChannelLast', CHANNEL_FIRST, '-o', 'no/such/x.npy']],
  ])('refuses %s in one line', async (_what, args) => {
    const run = await cli('convert', ...args);
    expect(run.exit).toBe(2);
    expect(run.err.split('\n')).toHaveLength(1);
  });

  it('lists every conversion with its options', async () => {
    const { out } = await cli('convert', '--list', '--json');
    const list = JSON.parse(out) as { id: string; title: string; options: unknown[] }[];
    expect(list.map(({ id }) => id)).toContain('toChannelLast');
    expect(list).toHaveLength(36);
    expect(list.every(({ title, options }) => title !== '' && Array.isArray(options))).toBe(true);
  });
});
