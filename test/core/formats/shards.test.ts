import { describe, expect, it } from 'vitest';
import { memorySource } from '../../../src/core/bytes/memorySource';
import { openTensorFile } from '../../../src/core/formats/open';
import { memoryContext } from '../../support/openCase';

/** A safetensors file of one-byte tensors. */
function shard(...names: string[]): Uint8Array {
  const entries = names.map((name, i) => [
    name,
    { dtype: 'U8', shape: [1], data_offsets: [i, i + 1] },
  ]);
  const header = Buffer.from(JSON.stringify(Object.fromEntries(entries)));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  return Buffer.concat([length, header, Buffer.alloc(names.length, 7)]);
}

function open(weightMap: Record<string, string>, shards: Record<string, Uint8Array>) {
  const index = Buffer.from(JSON.stringify({ metadata: { total_size: 2 }, weight_map: weightMap }));
  const asked: string[] = [];
  const context = {
    ...memoryContext(index, 'm.safetensors.index.json'),
    sibling: async (name: string) => {
      asked.push(name);
      return shards[name] && memorySource(shards[name]);
    },
  };
  return { asked, file: openTensorFile(context) };
}

describe('a sharded model', () => {
  it('shows the tensors of the index in its order, each from its shard', async () => {
    const { file } = open(
      { b: '2.safetensors', a: '1.safetensors' },
      {
        '1.safetensors': shard('a'),
        '2.safetensors': shard('b'),
      },
    );
    const { tensors, problems, metadata } = await file;
    expect(tensors.map(tensor => tensor.name)).toEqual(['b', 'a']);
    expect(problems).toEqual([]);
    expect(metadata.get('total_size')).toBe('2');
  });

  it('shows what is there when a shard is missing, broken or differs', async () => {
    const { file } = open(
      { a: '1.safetensors', b: 'missing.safetensors', c: 'broken.safetensors', d: '1.safetensors' },
      { '1.safetensors': shard('a', 'extra'), 'broken.safetensors': shard('c').subarray(0, 20) },
    );
    const { tensors, problems } = await file;
    expect(tensors.map(tensor => tensor.name)).toEqual(['a']);
    expect(problems.map(problem => problem.rule)).toEqual([
      'file/missing-shard',
      'file/unreadable',
      'file/shard-mismatch',
      'file/shard-mismatch',
    ]);
    expect(problems[2]!.tensor).toBe('d');
    expect(problems[3]!.message).toContain('"extra"');
  });

  it.each([
    '../x.safetensors',
    'a/../../x.safetensors',
    '/x.safetensors',
    'C:x.safetensors',
    'C:\\x.safetensors',
    '\\\\host\\share\\x.safetensors',
    'https://host/x.safetensors',
    'file:///x.safetensors',
    'x.bin',
    'x.safetensors\0',
    '',
  ])('never asks for a shard named %j', async name => {
    const { asked, file } = open({ a: '1.safetensors', x: name }, { '1.safetensors': shard('a') });
    expect((await file).problems[0]!.rule).toBe('file/missing-shard');
    expect(asked).toEqual(['1.safetensors']);
  });

  it('with a tensor __proto__ leaves prototypes alone', async () => {
    const map = JSON.parse('{"__proto__": "1.safetensors"}');
    const bytes = shard('x');
    const renamed = Buffer.from(
      Buffer.from(bytes).toString('latin1').replace('"x"', '"__proto__"'),
      'latin1',
    );
    renamed.writeBigUInt64LE(BigInt(renamed.length - 9));
    const { tensors } = await open(map, { '1.safetensors': renamed }).file;
    expect(tensors.map(tensor => tensor.name)).toEqual(['__proto__']);
    expect(({} as Record<string, unknown>).dtype).toBeUndefined();
  });
});
