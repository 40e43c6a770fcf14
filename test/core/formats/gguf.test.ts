import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TensorFileError } from '../../../src/core/errors';
import { openTensorFile } from '../../../src/core/formats/open';
import { readBox } from '../../../src/core/tensor/read';
import { computeStats } from '../../../src/core/tensor/statsCompute';
import type { Tensor } from '../../../src/core/tensor/tensor';
import { casePath } from '../../support/cases';
import { type GgufPart, ggufFile, kv } from '../../support/ggufFile';
import { memoryContext } from '../../support/openCase';

const GOLDEN = new Uint8Array(readFileSync(casePath('gguf', 'golden.gguf')));
const VALUES = readFileSync(casePath('gguf', 'golden.f32'));
/** `id name block N size N ... at OFFSET`: where ggml's own values of a type lie. */
const ROWS = readFileSync(casePath('gguf', 'golden.txt'), 'utf8')
  .split('\n')
  .flatMap(line => {
    const row = /^(\d+) (\S+) block .* at (\d+)$/.exec(line);
    return row ? [{ id: Number(row[1]), name: row[2]!, at: Number(row[3]) }] : [];
  });

const open = (bytes: Uint8Array, name = 'x.gguf') => openTensorFile(memoryContext(bytes, name));
const part = (...starts: [number, number][]) =>
  starts.map(([start, count]) => ({ start, count, step: 1 }));
const valuesOf = async (tensor: Tensor, ...ranges: [number, number][]) =>
  tensor.dtype.toNumbers(
    await readBox(tensor, part(...ranges)),
    ranges.reduce((product, [, count]) => product * count, 1),
  );

describe('types as ggml decodes them', () => {
  test.each(ROWS)('$name, bit for bit', async ({ name, at }) => {
    const file = await open(GOLDEN);
    const tensor = file.tensors.find(
      ({ dtype }) => dtype.name.toLowerCase() === name.toLowerCase(),
    )!;
    expect(tensor.shape).toEqual([3, 512]);
    const values = Float32Array.from(await valuesOf(tensor, [0, 3], [0, 512]));
    const expected = VALUES.subarray(at, at + 3 * 512 * 4);
    expect(Buffer.from(values.buffer).equals(expected)).toBe(true);
  });

  test('any part is the same part of the whole', async () => {
    const file = await open(GOLDEN);
    for (const tensor of file.tensors.filter(({ dtype }) => dtype.decodable)) {
      const whole = await valuesOf(tensor, [0, 3], [0, 512]);
      const some = await valuesOf(tensor, [1, 1], [250, 20]);
      expect([...some]).toEqual([...whole.subarray(512 + 250, 512 + 270)]);
    }
  });

  test('statistics speak of the decoded numbers', async () => {
    const file = await open(GOLDEN);
    const tensor = file.tensors.find(({ dtype }) => dtype.name === 'Q4_K')!;
    const values = await valuesOf(tensor, [0, 3], [0, 512]);
    const stats = await computeStats(tensor, undefined, 16);
    expect(stats.count).toBe(1536);
    expect(stats.max).toBe(Math.max(...values));
  });
});

const tensor = (name: string, values: readonly number[]): GgufPart => ({
  name,
  dims: [values.length],
  type: 0,
  bytes: new Uint8Array(Float32Array.from(values).buffer),
});

describe('headers', () => {
  test('keys of every type, arrays by their first items', async () => {
    const file = await open(
      ggufFile({
        keys: [
          kv.text('general.name', 'a model'),
          kv.u32('answer', 42),
          kv.texts(
            'tokens',
            Array.from({ length: 40 }, (_, i) => `t${i}`),
          ),
          kv.u32s(
            'counts',
            Array.from({ length: 30 }, (_, i) => i),
          ),
          kv.text('__proto__', 'own'),
        ],
        tensors: [tensor('w', [1, 2])],
      }),
    );
    expect(file.metadata.get('general.name')).toBe('a model');
    expect(file.metadata.get('answer')).toBe('42');
    expect(file.metadata.get('tokens')).toMatch(/^\["t0", .*"t15", ... \(40 items\)\]$/);
    expect(file.metadata.get('counts')).toMatch(/^\[0, 1, .*15, ... \(30 items\)\]$/);
    expect(file.metadata.get('__proto__')).toBe('own');
    expect([...(await valuesOf(file.tensors[0]!, [0, 2]))]).toEqual([1, 2]);
  });

  test('shapes are given slowest axis first, and as they were before ggml', async () => {
    const bytes = new Uint8Array(2 * 3 * 4 * 4);
    const shaped = { name: 'w', dims: [12, 2], type: 0, bytes };
    const file = await open(
      ggufFile({ keys: [kv.i32s('comfy.gguf.orig_shape.w', [2, 3, 4])], tensors: [shaped] }),
    );
    expect(file.tensors[0]!.shape).toEqual([2, 3, 4]);
    expect((await open(ggufFile({ tensors: [shaped] }))).tensors[0]!.shape).toEqual([2, 12]);
  });

  test('alignment is what the file says', async () => {
    const file = await open(
      ggufFile({
        alignment: 64,
        keys: [kv.u32('general.alignment', 64)],
        tensors: [tensor('a', [1]), tensor('b', [2])],
      }),
    );
    expect([...(await valuesOf(file.tensors[1]!, [0, 1]))]).toEqual([2]);
  });

  test('an unknown type is listed, its values are not shown', async () => {
    const odd = { ...tensor('odd', [1]), type: 77 };
    const file = await open(ggufFile({ tensors: [odd, tensor('w', [2])] }));
    expect(file.problems.map(({ rule }) => rule)).toEqual(['file/unknown-dtype']);
    expect(file.tensors[0]!.dtype.decodable).toBe(false);
    expect([...(await valuesOf(file.tensors[1]!, [0, 1]))]).toEqual([2]);
  });
});

describe('what ggml refuses is refused', () => {
  const sound = { tensors: [tensor('a', [1, 2]), tensor('b', [3])] };
  test.each<[string, Parameters<typeof ggufFile>[0], string]>([
    ['version 1', { ...sound, version: 1 }, 'version is 1'],
    ['another byte order', { ...sound, version: 0x03000000 }, 'big-endian'],
    ['an empty key', { ...sound, keys: [kv.u32('', 1)] }, 'is empty'],
    ['a doubled key', { ...sound, keys: [kv.u32('a', 1), kv.u32('a', 1)] }, 'stands twice'],
    ['a doubled tensor', { tensors: [tensor('a', [1]), tensor('a', [1])] }, 'stands twice'],
    ['an alignment of 3', { ...sound, keys: [kv.u32('general.alignment', 3)] }, 'no power of two'],
    ['five axes', { tensors: [{ ...tensor('a', [1]), dims: [1, 1, 1, 1, 1] }] }, '5 axes'],
    [
      'axes that overflow',
      { tensors: [{ ...tensor('a', [1]), dims: [2 ** 40, 2 ** 40] }] },
      'more elements',
    ],
    [
      'half a block',
      { tensors: [{ name: 'a', dims: [16], type: 2, bytes: new Uint8Array(18) }] },
      'blocks of 32',
    ],
    [
      'a place of its own',
      { tensors: [{ ...tensor('a', [1]), offset: 32 }] },
      'the one before ends at 0',
    ],
    [
      'an offset off the alignment',
      { tensors: [{ ...tensor('a', [1]), offset: 4 }] },
      'no multiple',
    ],
    ['counts that lie', { ...sound, tensorCount: 1e12 }, 'do not fit'],
    ['keys that lie', { ...sound, keyCount: 2 ** 60 }, 'more than any file'],
    [
      'an array that lies',
      { ...sound, keys: [kv.lyingArray('a', 1e9)] },
      'more than the file can hold',
    ],
    ['arrays without end', { ...sound, keys: [kv.nested('a', 9)] }, 'nested'],
    ['a type that is none', { ...sound, keys: [kv.ofType('a', 13)] }, 'no type of a value'],
  ])('%s', async (_, file, message) => {
    await expect(open(ggufFile(file))).rejects.toThrow(message);
  });

  test('cut at any byte', async () => {
    for (let length = 0; length < GOLDEN.length - 32; length += 97)
      await expect(open(GOLDEN.subarray(0, length))).rejects.toThrow(TensorFileError);
  });

  test('any change of a byte of the header is read or refused in words', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: 2000 }), fc.nat({ max: 255 }), async (at, value) => {
        const bytes = GOLDEN.slice();
        bytes[at] = value;
        const reason = await open(bytes).catch((error: unknown) => error);
        if (reason instanceof Error) expect(reason).toBeInstanceOf(TensorFileError);
      }),
      { numRuns: 400 },
    );
  });
});

test('the parts of a split file are one', async () => {
  const split = (no: number) => [kv.u16('split.no', no), kv.u16('split.count', 3)];
  const parts = new Map([
    ['m-00002-of-00003.gguf', ggufFile({ keys: split(1), tensors: [tensor('b', [2])] })],
  ]);
  const first = ggufFile({ keys: split(0), tensors: [tensor('a', [1])] });
  const context = memoryContext(first, 'm-00001-of-00003.gguf');
  const file = await openTensorFile({
    ...context,
    sibling: async name => {
      const bytes = parts.get(name);
      return bytes && memoryContext(bytes, name).source;
    },
  });
  expect(file.tensors.map(({ name }) => name)).toEqual(['a', 'b']);
  expect(file.problems.map(({ rule, message }) => [rule, message])).toEqual([
    ['file/missing-shard', expect.stringContaining('m-00003-of-00003.gguf')],
  ]);
});
