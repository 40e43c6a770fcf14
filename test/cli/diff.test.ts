import { cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { casePath } from '../support/cases';
import { cli } from '../support/cli';
import { tempFolder } from '../support/tempFolder';

const tensors = (name: string) => casePath('compare', `tensors/${name}`);
const pictures = (name: string) => casePath('compare', `pictures/${name}`);
const json = async (...args: string[]) => {
  const run = await cli('diff', ...args, '--json');
  return { exit: run.exit, ...JSON.parse(run.out) };
};

describe('two files', () => {
  test('that are equal', async () => {
    const [a, b] = [tensors('g01_a.safetensors'), tensors('g01_b.safetensors')];
    const found = await json(a, b);
    expect(found).toMatchObject({ exit: 0, a, b, equal: true, summary: { equal: 5, changed: 0 } });
    expect(found.tensors[0]).toMatchObject({ state: 'equal', outside: 0, firstDifferent: null });
    expect((await cli('diff', a, b)).out).toBe(`${a} and ${b}: 5 equal`);
  });

  test('of which one tensor changed', async () => {
    const found = await json(tensors('g03_a.safetensors'), tensors('g03_b.safetensors'));
    expect(found).toMatchObject({ exit: 1, equal: false, summary: { equal: 3, changed: 1 } });
    expect(found.tensors.find(({ state }: { state: string }) => state === 'changed')).toMatchObject(
      {
        name: 'block.1.w',
        a: { dtype: 'F32', shape: [7, 11] },
        count: 77,
        equalBits: false,
        outside: 1,
        maxAbs: 0.03125,
        firstDifferent: [4, 9],
      },
    );
  });

  test('with tensors renamed, added and removed', async () => {
    const found = await json(tensors('g04_a.safetensors'), tensors('g04_b.safetensors'));
    expect(found.summary).toMatchObject({ renamed: 2, added: 2, removed: 1 });
    const renamed = found.tensors.filter(({ state }: { state: string }) => state === 'renamed');
    expect(renamed.every(({ from }: { from?: string }) => typeof from === 'string')).toBe(true);
  });

  test('NaN pairs count as equal unless they are said to differ', async () => {
    const [a, b] = [tensors('g07_a.safetensors'), tensors('g07_b.safetensors')];
    const outside = async (...args: string[]) => {
      const found = await json(a, b, ...args);
      return found.tensors.reduce(
        (sum: number, row: { outside?: number }) => sum + (row.outside ?? 0),
        0,
      );
    };
    expect(await outside('--nan-differs')).toBeGreaterThan(await outside());
  });

  test('within the tolerance are close, and fail only where a difference is asked for', async () => {
    const files = [tensors('g03_a.safetensors'), tensors('g03_b.safetensors')] as const;
    const loose = ['--atol', '0.1'];
    const found = await json(...files, ...loose);
    expect(found).toMatchObject({ exit: 1, summary: { close: 1, changed: 0 } });
    expect((await cli('diff', ...files, ...loose, '--fail-on', 'outside')).exit).toBe(0);
  });

  test('two tensors by name, or names by a pattern', async () => {
    const files = [tensors('g03_a.safetensors'), tensors('g03_b.safetensors')] as const;
    expect((await json(...files, '--tensor', 'block.0.w')).exit).toBe(0);
    expect((await json(...files, '--tensor', 'block.0.w=block.1.w')).exit).toBe(1);
    expect((await json(...files, '--exclude', 'block.1.*')).exit).toBe(0);
    const missing = await cli('diff', ...files, '--tensor', 'nope');
    expect(missing.exit).toBe(2);
    expect(missing.err).toContain('no tensor "nope"');
  });

  test('metadata counts where it is asked for', async () => {
    const files = [tensors('g02_a.safetensors'), tensors('g02_b.safetensors')] as const;
    expect((await cli('diff', ...files)).exit).toBe(0);
    const found = await json(...files, '--metadata');
    expect(found.exit).toBe(1);
    expect(Object.values(found.metadata).flat()).not.toEqual([]);
  });

  test('pictures have PSNR, SSIM and FLIP', async () => {
    const found = await json(pictures('gp1_a.safetensors'), pictures('gp1_b.safetensors'));
    const [row] = found.tensors;
    expect(row.psnr).toBeCloseTo(26.507806336891562, 6);
    expect(row.ssim).toBeCloseTo(0.8835196083650922, 6);
    expect(row.flip).toBeCloseTo(0.1284582453562557, 5);
  });

  test('as Markdown for a pull request', async () => {
    const run = await cli(
      'diff',
      tensors('g03_a.safetensors'),
      tensors('g03_b.safetensors'),
      '--format',
      'markdown',
    );
    expect(run.out).toMatch(/\*\*: 3 equal, 1 changed\n\n\| state \| name \|/);
    expect(run.out).toContain('| changed | block.1.w | F32 \\[7, 11\\] | 1 | 0.03125 |');
  });

  test('a side that cannot be read ends with 2 and one line', async () => {
    const run = await cli('diff', tensors('g01_a.safetensors'), tensors('gone.safetensors'));
    expect(run).toMatchObject({ exit: 2, out: '' });
    expect(run.err.split('\n')).toHaveLength(1);
  });
});

describe('two folders', () => {
  let a: string;
  let b: string;
  beforeAll(async () => {
    const folder = await tempFolder();
    [a, b] = [join(folder, 'a'), join(folder, 'b')];
    await mkdir(join(a, 'sub'), { recursive: true });
    await mkdir(join(b, 'sub'), { recursive: true });
    await cp(tensors('g01_a.safetensors'), join(a, 'sub', 'same.safetensors'));
    await cp(tensors('g01_b.safetensors'), join(b, 'sub', 'same.safetensors'));
    await cp(tensors('g03_a.safetensors'), join(a, 'other.safetensors'));
    await cp(tensors('g03_b.safetensors'), join(b, 'other.safetensors'));
    await cp(tensors('g03_b.safetensors'), join(b, 'new.safetensors'));
  });

  test('are paired by their paths', async () => {
    const found = await json(a, b);
    expect(found).toMatchObject({ exit: 1, equal: false, added: ['new.safetensors'], removed: [] });
    expect(
      found.files.map((file: { path: string; equal: boolean }) => [file.path, file.equal]),
    ).toEqual([
      ['other.safetensors', false],
      ['sub/same.safetensors', true],
    ]);
    const { out } = await cli('diff', a, b);
    expect(out).toContain('1 of 2 files equal, 1 added, 0 removed');
  });

  test('a folder and a file are no pair', async () => {
    expect((await cli('diff', a, join(b, 'new.safetensors'))).exit).toBe(2);
  });
});
