import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { TensorFileError } from '../../../src/core/errors';
import { readChunks } from '../../../src/core/tensor/read';
import type { Tensor } from '../../../src/core/tensor/tensor';
import { readValues } from '../../../src/core/tensor/values';
import { casePath, expectedCases } from '../../support/cases';
import { openTorch } from '../../support/openTorch';

interface ExpectedTensor {
  path: string[];
  dtype: string;
  shape: number[];
  stride?: number[];
  storage_offset?: number;
  first?: (string | [string, string])[];
  c_order_sha256?: string;
}
interface Case {
  file: string;
  verdict: 'valid' | 'invalid' | 'policy';
  why: string;
  tensors?: ExpectedTensor[];
}

const { cases } = await expectedCases<{ cases: Case[] }>('pytorch');
const DTYPE_NAMES: Record<string, string> = {
  float32: 'F32',
  float64: 'F64',
  float16: 'F16',
  bfloat16: 'BF16',
  int64: 'I64',
  int32: 'I32',
  int16: 'I16',
  int8: 'I8',
  uint8: 'U8',
  quint8: 'U8',
  uint16: 'U16',
  uint32: 'U32',
  uint64: 'U64',
  bool: 'BOOL',
  complex64: 'C64',
  complex128: 'C128',
  float8_e4m3fn: 'F8_E4M3',
  float8_e5m2: 'F8_E5M2',
};

const openCase = (file: string) => openTorch(readFileSync(casePath('pytorch', file)), file);

async function sha256(tensor: Tensor): Promise<string> {
  const hash = createHash('sha256');
  const ranges = tensor.shape.map(count => ({ start: 0, count, step: 1 }));
  for await (const chunk of readChunks(tensor, ranges, 1 << 20)) hash.update(chunk);
  return hash.digest('hex');
}

async function check(tensor: Tensor | undefined, expected: ExpectedTensor): Promise<void> {
  expect(tensor?.dtype.name).toBe(DTYPE_NAMES[expected.dtype]);
  expect(tensor!.shape).toEqual(expected.shape);
  if (expected.stride) expect(tensor!.strides).toEqual(expected.stride);
  if (expected.c_order_sha256) expect(await sha256(tensor!)).toBe(expected.c_order_sha256);
  const ranges = expected.shape.map(count => ({ start: 0, count, step: 1 }));
  if (!expected.first?.length) return;
  const { values } = await readValues(tensor!, ranges, expected.first.length);
  const flat = (list: readonly (string | readonly [string, string])[]) => list.flat().map(Number);
  expect(flat(values)).toEqual(flat(expected.first));
}

const withTensors = cases.filter(c => c.verdict === 'valid' || c.tensors?.length);
test.each(withTensors.map(c => [c.file, c] as const))('%s lists its tensors', async (file, c) => {
  const opened = await openCase(file);
  const byName = new Map(opened.tensors.map(tensor => [tensor.name, tensor]));
  for (const expected of c.tensors ?? [])
    await check(byName.get(expected.path.join('.')), expected);
  const isPart = (name: string) => /\.(indices|values)$/.test(name);
  const names = opened.tensors.map(tensor => tensor.name).filter(name => !isPart(name));
  expect(names).toEqual((c.tensors ?? []).map(tensor => tensor.path.join('.')));
});

const invalid = cases.filter(c => c.verdict === 'invalid').map(c => [c.file, c.why] as const);
test.each(invalid)('%s is refused: %s', async file => {
  const start = performance.now();
  const error = await openCase(file).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(TensorFileError);
  expect((error as Error).message).toMatch(/^[A-Zdati].{20,400}$/);
  expect(performance.now() - start).toBeLessThan(2000);
});

test('hostile files run nothing and leave the prototypes alone', async () => {
  const before = Object.getOwnPropertyNames(Object.prototype).toString();
  for (const { file } of cases) await openCase(file).catch(() => undefined);
  expect(existsSync('loupe-was-executed!')).toBe(false);
  expect(Object.getOwnPropertyNames(Object.prototype).toString()).toBe(before);
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});

describe('policy cases follow what is recommended', () => {
  const problemsOf = async (file: string) =>
    (await openCase(file)).problems.map(problem => [problem.rule, problem.tensor]);
  const namesOf = async (file: string) => (await openCase(file)).tensors.map(tensor => tensor.name);

  test('a tensor whose storage is short is refused, the others stay', async () => {
    expect(await problemsOf('i-storage-short.pt')).toEqual([['file/unreadable', 'a']]);
    expect(await namesOf('i-storage-short.pt')).toEqual(['b']);
  });
  test('an expanded tensor of 8 TiB is refused, the others stay', async () => {
    expect(await problemsOf('i-geom-stride0-huge.pt')).toEqual([['file/unreadable', 'w']]);
    expect(await namesOf('i-geom-stride0-huge.pt')).toEqual(['good']);
  });
  test('an unknown class is named beside the tensors', async () => {
    const opened = await openCase('p-unknown-class-beside.pt');
    expect(opened.problems.map(problem => problem.message).join()).toContain('argparse.Namespace');
    expect(opened.metadata.get('hparams.lr')).toBe('0.1');
  });
  test('a whole module gives its state and names its classes', async () => {
    const opened = await openCase('p-whole-module.pt');
    expect(opened.tensors.map(tensor => tensor.name)).toEqual(
      ['0.weight', '0.bias', '1.weight', '1.bias', '1.running_mean', '1.running_var'].concat(
        '1.num_batches_tracked',
      ),
    );
    expect(opened.problems).toHaveLength(3);
  });
  test('a numpy scalar is told, not listed', async () => {
    expect((await openCase('p-numpy-scalar.pt')).metadata.get('v')).toBe('1.5');
  });
  test('a TorchScript archive gives its tensors and says what it is', async () => {
    const opened = await openCase('p-torchscript.pt');
    expect(opened.tensors.map(tensor => tensor.name)).toEqual(['weight', 'bias']);
    expect(opened.problems[0]?.message).toContain('TorchScript');
  });
  const refused = [
    'i-pickle-memo-sparse.pt',
    'i-pickle-proto-99.pt',
    'i-pickle-deep-100k.pt',
    'p-two-data-pkl.pt',
  ];
  test.each(refused)('%s is refused', async file => {
    await expect(openCase(file)).rejects.toThrow(TensorFileError);
  });
  test('a list that contains itself opens empty', async () => {
    expect(await namesOf('i-pickle-self-list.pt')).toEqual([]);
  });
  const malicious = cases.map(c => c.file).filter(file => file.startsWith('m-'));
  test.each(malicious)('%s is refused or its global named', async file => {
    const text = await openCase(file).then(
      opened => opened.problems.map(problem => problem.message).join(),
      (error: unknown) => (error instanceof TensorFileError ? error.message : ''),
    );
    expect(text).toMatch(/posix|os\.|eval|getattr|INST|_load_from_bytes/);
  });
});
