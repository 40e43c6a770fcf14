import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { countingSource } from '../../../src/core/bytes/countingSource';
import { memorySource } from '../../../src/core/bytes/memorySource';
import { TensorFileError } from '../../../src/core/errors';
import { openTensorFile } from '../../../src/core/formats/open';
import { readBox } from '../../../src/core/tensor/read';
import { wholeRanges } from '../../../src/core/tensor/slice';
import type { Tensor } from '../../../src/core/tensor/tensor';
import { readValues } from '../../../src/core/tensor/values';
import { casePath, expectedCases } from '../../support/cases';
import { type ExpectedTensor, expectValues } from '../../support/expectValues';
import { memoryContext, openOrError, openPath } from '../../support/openCase';

interface NpyArray extends ExpectedTensor {
  readonly dtype: string;
  readonly kind: string;
  readonly data_offset?: number;
}
interface NpyCase extends NpyArray {
  readonly file: string;
  readonly verdict: 'valid' | 'invalid' | 'policy';
  readonly why: string;
  readonly recommend?: string;
  readonly trailing_bytes?: number;
}
interface NpzCase {
  readonly file: string;
  readonly verdict: 'valid' | 'invalid' | 'policy';
  readonly why: string;
  readonly members: Readonly<Record<string, NpyArray>>;
}

const { npy, npz } = await expectedCases<{ npy: NpyCase[]; npz: NpzCase[] }>('numpy');
const path = (file: string) => casePath('numpy', file);

/** A value of a kind that is no number, as our text writes it. */
function textOf(value: unknown): unknown {
  if (Array.isArray(value)) return `[${value.map(textOf).join(', ')}]`;
  if (typeof value === 'string') return numberText(value);
  const { hex, text, iso, f64 } = value as Record<string, string>;
  if (hex !== undefined) return bytesText(hex);
  if (f64 !== undefined) return numberText(f64);
  if (text !== undefined) return text;
  if (iso !== undefined) return iso;
  const fields = Object.entries(value as object).map(([name, field]) => {
    const isText = field !== null && typeof field === 'object' && !Array.isArray(field);
    const isRecord = isText && !['hex', 'text', 'iso', 'f64'].some(key => key in field);
    const shown = textOf(field);
    return `${JSON.stringify(name)}: ${isText && !isRecord ? JSON.stringify(shown) : shown}`;
  });
  return `{${fields.join(', ')}}`;
}

function numberText(text: string): string {
  if (text === 'true' || text === 'false') return text === 'true' ? '1' : '0';
  if (/^-?\d+$/.test(text)) return text;
  const value = Number(text.replace('inf', 'Infinity').replace('nan', 'NaN'));
  return Object.is(value, -0) ? '-0' : String(value);
}

function bytesText(hex: string): string {
  return Buffer.from(hex, 'hex')
    .toString('latin1')
    .replace(/[^ -~]|\\/g, character =>
      character === '\\' ? '\\\\' : `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`,
    );
}

async function expectArray(tensor: Tensor, expected: NpyArray): Promise<void> {
  if (expected.data_offset !== undefined) expect(tensor.byteOffset).toBe(expected.data_offset);
  const isPlain = ['b', 'i', 'u', 'f', 'c'].includes(expected.kind);
  if (isPlain && !/f16|c32/.test(expected.dtype)) {
    await expectValues(tensor, expected);
    return;
  }
  const { first = [], last: _last, zeros: _zeros, ...others } = expected;
  await expectValues(tensor, others);
  const { values } = await readValues(tensor, wholeRanges(tensor.shape), first.length);
  const isVoid = expected.kind === 'V';
  const texts = first.map(value => (isVoid ? (value as { hex: string }).hex : textOf(value)));
  expect(values.map(value => (Array.isArray(value) ? `[${value.join(', ')}]` : value))).toEqual(
    texts,
  );
}

async function openArray(file: string): Promise<Tensor> {
  const opened = await openPath(path(file));
  expect(opened.tensors).toHaveLength(1);
  expect(opened.tensors[0]!.name).toBe('');
  return opened.tensors[0]!;
}

describe('.npy reference files', () => {
  const valid = npy.filter(entry => entry.verdict === 'valid');
  it.each(valid)('reads $file: $why', async entry => {
    await expectArray(await openArray(entry.file), entry);
  });

  it.each(npy.filter(entry => entry.verdict === 'invalid'))('refuses $file: $why', async entry => {
    expect(await openOrError(path(entry.file))).toBeInstanceOf(TensorFileError);
  });

  const policy = npy.filter(entry => entry.verdict === 'policy');
  it.each(policy)('$file is refused or read right: $recommend', async entry => {
    const result = await openOrError(path(entry.file));
    if (result instanceof TensorFileError) expect(result.message).not.toBe('');
    else if (entry.shape) await expectArray(result.tensors[0]!, entry);
  });

  it.each(['v-trailing-bytes.npy', 'v-two-arrays.npy', 'v-bool-noncanonical.npy'])(
    'opens %s, which numpy opens',
    async file => {
      const result = await openPath(path(file));
      const extra = npy.find(entry => entry.file === file)!.trailing_bytes!;
      expect(result.problems.map(problem => problem.rule)).toEqual(
        extra > 0 ? ['file/trailing-bytes'] : [],
      );
    },
  );

  it('names the reason that object arrays are refused', async () => {
    for (const { file } of npy.filter(entry => entry.file.startsWith('i-object'))) {
      const result = await openOrError(path(file));
      expect((result as TensorFileError).message).toContain('Python objects');
    }
  });

  it('refuses a header cut at any byte', async () => {
    const bytes = await readFile(path('v-struct-datetime.npy'));
    for (let cut = 0; cut < bytes.length; cut++) {
      const context = memoryContext(bytes.subarray(0, cut), 'cut.npy');
      await expect(openTensorFile(context)).rejects.toThrow(TensorFileError);
    }
  });
});

describe('.npz reference files', () => {
  it.each(npz.filter(entry => entry.verdict === 'valid'))('reads $file: $why', async entry => {
    const file = await openPath(path(entry.file));
    const arrays = Object.entries(entry.members).filter(([, member]) => member.shape);
    expect(file.tensors.map(tensor => tensor.name)).toEqual(arrays.map(([name]) => name));
    expect(file.problems).toEqual([]);
    for (const [name, member] of arrays) {
      if (entry.file.includes('bomb')) continue;
      await expectArray(file.tensors.find(tensor => tensor.name === name)!, member);
    }
  });

  it.each(npz.filter(entry => entry.verdict === 'invalid'))('refuses $file: $why', async entry => {
    expect(await openOrError(path(entry.file))).toBeInstanceOf(TensorFileError);
  });

  it.each(npz.filter(entry => entry.verdict === 'policy'))(
    '$file shows the members that are sound and names the others: $why',
    async entry => {
      const result = await openOrError(path(entry.file));
      if (result instanceof TensorFileError) return;
      for (const tensor of result.tensors) {
        const expected = entry.members?.[tensor.name];
        if (expected?.shape) await expectArray(tensor, expected);
      }
      const sound = Object.entries(entry.members ?? {}).filter(([, member]) => member.shape);
      const lost = sound.filter(([name]) => !result.tensors.some(tensor => tensor.name === name));
      for (const [name] of lost) {
        expect(result.problems.map(problem => problem.tensor)).toContain(name);
      }
    },
  );

  it('costs kilobytes to list a bomb', async () => {
    const source = countingSource(memorySource(await readFile(path('z-bomb-256m.npz'))));
    const file = await openTensorFile({ ...memoryContext(new Uint8Array(), 'bomb.npz'), source });
    expect(file.tensors[0]!.byteLength).toBe(256 * 1024 * 1024);
    expect(source.bytesRead).toBeLessThan(64 * 1024);
    const start = { start: 0, count: 10, step: 1 };
    await readBox(file.tensors[0]!, [start]);
    expect(source.bytesRead).toBeLessThan(128 * 1024);
  });
});
