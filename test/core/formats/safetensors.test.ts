import { readFile } from 'node:fs/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { countingSource } from '../../../src/core/bytes/countingSource';
import { TensorFileError } from '../../../src/core/errors';
import { openTensorFile } from '../../../src/core/formats/open';
import { readBox } from '../../../src/core/tensor/read';
import { cStrides, wholeRanges } from '../../../src/core/tensor/slice';
import { casePath, expectedCases } from '../../support/cases';
import { type ExpectedTensor, expectValues } from '../../support/expectValues';
import { memoryContext, openOrError, openPath } from '../../support/openCase';
import { sparseSource } from '../../support/sparseSource';

interface SafetensorsCase {
  readonly file: string;
  readonly verdict: 'valid' | 'invalid' | 'policy';
  readonly reference: string;
  readonly recommend?: string;
  readonly metadata?: Record<string, string> | null;
  readonly tensors?: Record<string, ExpectedTensor & { dtype: string; nbytes: number }>;
}

const { cases, index_cases } = await expectedCases<{
  cases: SafetensorsCase[];
  index_cases: {
    file: string;
    verdict: string;
    why: string;
    tensors?: Record<string, string>;
  }[];
}>('safetensors');

const withVerdict = (verdict: string) => cases.filter(entry => entry.verdict === verdict);
const path = (file: string) => casePath('safetensors', file);
const builtins = Object.getOwnPropertyNames(Object.prototype).join();

afterAll(() => {
  expect(Object.getOwnPropertyNames(Object.prototype).join()).toBe(builtins);
});

/** Errors of the reference that are about where bytes lie, not about whether a tensor can be trusted. */
const ASTRAY: Readonly<Record<string, readonly string[]>> = {
  InvalidOffset: ['file/gap', 'file/overlap'],
  MetadataIncompleteBuffer: ['file/trailing-bytes', 'file/unreadable'],
};

async function expectTensors(entry: SafetensorsCase): Promise<void> {
  const file = await openPath(path(entry.file));
  const expected = Object.entries(entry.tensors ?? {});
  expect(file.tensors.map(tensor => tensor.name).sort()).toEqual(expected.map(([n]) => n).sort());
  expect(Object.fromEntries(file.metadata)).toEqual(entry.metadata ?? {});
  for (const [name, values] of expected) {
    const tensor = file.tensors.find(candidate => candidate.name === name)!;
    expect([tensor.dtype.name, tensor.byteLength]).toEqual([values.dtype, values.nbytes]);
    await expectValues(tensor, values);
  }
}

describe('safetensors reference files', () => {
  it.each(withVerdict('valid'))('reads $file: $why', expectTensors);

  it.each(withVerdict('invalid'))('$file is never opened in silence: $why', async entry => {
    const result = await openOrError(path(entry.file));
    if (result instanceof TensorFileError) return;
    const rules = result.problems.map(problem => problem.rule);
    const mayOpen = ASTRAY[entry.reference] ?? [];
    const metadataOnly = entry.recommend?.includes('metadata is malformed');
    // A whole file of another format opens as what it is, with a word about its name.
    const allowed = metadataOnly ? ['file/metadata'] : [...mayOpen, 'file/wrong-ending'];
    expect(rules.some(rule => allowed.includes(rule))).toBe(true);
  });

  const REFUSED = /^reject|^as p-|^reject if/;
  it.each(withVerdict('policy').filter(entry => REFUSED.test(entry.recommend ?? '')))(
    '$file: $recommend',
    async entry => {
      const result = await openOrError(path(entry.file));
      if (!(result instanceof TensorFileError)) expect(result.problems).not.toEqual([]);
    },
  );

  const ACCEPTED = /^accept|nonzero/;
  it.each(withVerdict('policy').filter(entry => ACCEPTED.test(entry.recommend ?? '')))(
    '$file: $recommend',
    expectTensors,
  );

  it('shows the whole tensors of a file that is cut short and says which one is cut', async () => {
    const file = await openPath(path('i-truncated-second.safetensors'));
    const problem = file.problems.find(({ rule }) => rule === 'file/unreadable')!;
    expect(problem.message).toContain('cut short');
    for (const tensor of file.tensors) {
      const read = readBox(tensor, wholeRanges(tensor.shape));
      if (tensor.name === problem.tensor) await expect(read).rejects.toThrow(TensorFileError);
      else expect((await read).length).toBe(tensor.byteLength);
    }
  });

  it('refuses a header cut at any byte', async () => {
    const bytes = await readFile(path('v-pretty-json.safetensors'));
    const dataOffset = 8 + Number(bytes.readBigUInt64LE());
    for (let cut = 0; cut < dataOffset; cut++) {
      const context = memoryContext(bytes.subarray(0, cut), 'cut.safetensors');
      await expect(openTensorFile(context)).rejects.toThrow(TensorFileError);
    }
  });
});

describe('shard indexes', () => {
  it.each(index_cases.filter(entry => entry.verdict === 'valid'))(
    'opens $file: $why',
    async entry => {
      const file = await openPath(path(entry.file));
      expect(file.tensors.map(tensor => tensor.name)).toEqual(Object.keys(entry.tensors!));
      for (const tensor of file.tensors) await readBox(tensor, wholeRanges(tensor.shape));
    },
  );

  it.each(index_cases.filter(entry => entry.verdict === 'invalid'))(
    '$file is never opened in silence: $why',
    async entry => {
      const result = await openOrError(path(entry.file));
      if (!(result instanceof TensorFileError)) {
        expect(result.problems.map(problem => problem.rule)).toContain('file/shard-mismatch');
      }
    },
  );

  it('opens a shard in a folder below', async () => {
    const file = await openPath(path('sharded/subfolder.safetensors.index.json'));
    expect(file.tensors.map(tensor => tensor.name)).toEqual(['s']);
  });
});

describe('what is read', () => {
  const TENSORS = 10_000;
  const SHAPE = [256, 1024];
  const TENSOR_BYTES = 1024 * 1024;

  function largeFile() {
    const entries = Array.from({ length: TENSORS }, (_, i) => [
      `model.layers.${i}.weight`,
      {
        dtype: 'F32',
        shape: SHAPE,
        data_offsets: [i * TENSOR_BYTES, (i + 1) * TENSOR_BYTES],
      },
    ]);
    const header = Buffer.from(JSON.stringify(Object.fromEntries(entries)));
    const start = Buffer.alloc(8 + header.length);
    start.writeBigUInt64LE(BigInt(header.length));
    header.copy(start, 8);
    const source = countingSource(sparseSource(start, start.length + TENSORS * TENSOR_BYTES));
    return { source, headerBytes: start.length };
  }

  it('is the header and at most 64 KiB to open 10 GiB of 10,000 tensors, and a plane by its bytes', async () => {
    const { source, headerBytes } = largeFile();
    const context = { ...memoryContext(new Uint8Array(), 'large.safetensors'), source };
    const file = await openTensorFile(context);
    expect(file.tensors.length).toBe(TENSORS);
    expect(source.bytesRead).toBeLessThanOrEqual(headerBytes + 64 * 1024);
    source.reset();
    const tensor = file.tensors[9_999]!;
    await readBox(tensor, [{ start: 5, count: 64, step: 1 }, ...wholeRanges(SHAPE).slice(1)]);
    expect(source.bytesRead).toBeLessThanOrEqual(64 * 1024 * 4 + 32 * 1024);
    expect(tensor.strides).toEqual(cStrides(SHAPE));
  });
});
