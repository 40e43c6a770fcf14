import { expect, test } from 'vitest';
import { TensorFileError } from '../../../src/core/errors';
import { casePath, expectedCases } from '../../support/cases';
import { openOrError, openPath } from '../../support/openCase';
import { allValues } from '../../support/openTorch';

interface Expected {
  refuse?: string;
  tensors?: Record<string, { shape: number[]; dtype: string; first: string[] }>;
}
const { files } = await expectedCases<{ files: Record<string, Expected> }>('comfy');
const ours = Object.entries(files).filter(([file]) => /\.(pt|pth|ckpt|bin)$/.test(file));
const good = ours.filter(([, expected]) => expected.tensors);
const refused = ours.filter(([, expected]) => expected.refuse).map(([file]) => file);

test.each(good)('%s gives what torch saved', async (file, expected) => {
  const opened = await openPath(casePath('comfy', file));
  expect(opened.format).toBe('torch');
  expect(opened.problems).toEqual([]);
  expect(opened.tensors.map(tensor => tensor.name)).toEqual(Object.keys(expected.tensors!));
  for (const tensor of opened.tensors) {
    const { shape, first } = expected.tensors![tensor.name]!;
    expect(tensor.shape).toEqual(shape);
    const values = (await allValues(tensor)).slice(0, first.length);
    expect(values.map(Number)).toEqual(first.map(Number));
  }
});

test.each(refused)('%s is refused, its global named', async file => {
  const error = await openOrError(casePath('comfy', file));
  expect(error).toBeInstanceOf(TensorFileError);
  expect((error as TensorFileError).message).toContain('posix.system');
});

interface Case {
  file: string;
  verdict: string;
}
const { cases } = await expectedCases<{ cases: Case[] }>('pytorch');
const asTorch = cases.filter(c => c.verdict !== 'policy');

test.each(asTorch.map(c => [c.file, c.verdict]))(
  '%s is %s when known by its content',
  async (file, verdict) => {
    const opened = await openOrError(casePath('pytorch', file));
    expect(opened instanceof TensorFileError ? 'invalid' : opened.format).toBe(
      verdict === 'invalid' ? 'invalid' : 'torch',
    );
  },
);
