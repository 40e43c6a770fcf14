import { deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { openTensorFile } from '../../../src/core/formats/open';
import { memoryContext } from '../../support/openCase';

/** Protocol 0: calls os.system with a text. */
const ATTACK = Buffer.from("cos\nsystem\n(S'x'\ntR.");
const HARMLESS = Buffer.from('(lp0\nI1\na.');
/** Protocol 3: a name, then so many zero bytes. */
const bomb = (byteLength: number) => {
  const head = Buffer.from('\x80\x03cos\nsystem\nB\0\0\0\0', 'latin1');
  head.writeUInt32LE(byteLength, head.length - 4);
  return Buffer.concat([head, Buffer.alloc(byteLength), Buffer.from('\x86.', 'latin1')]);
};

const open = (bytes: Uint8Array) =>
  openTensorFile(memoryContext(new Uint8Array(bytes), 'model.joblib'));

const PACKERS: Record<string, (bytes: Uint8Array) => Buffer> = {
  zlib: bytes => deflateSync(bytes),
  gzip: bytes => gzipSync(bytes),
};

describe.each(Object.keys(PACKERS))('a pickle that joblib compressed by %s', name => {
  const pack = PACKERS[name]!;

  test('is judged by what it names', async () => {
    const file = await open(pack(ATTACK));
    expect(file.metadata.get('compression')).toBe(name);
    expect(file.problems.map(({ rule }) => rule)).toEqual(['file/pickle-global']);
    expect(file.problems[0]!.message).toContain('os.system');
  });

  test('that names nothing is said to name nothing', async () => {
    expect((await open(pack(HARMLESS))).problems).toEqual([]);
  });

  test('of more than is inflated is said to be read in part, what it names before told', async () => {
    const { problems } = await open(pack(bomb(70_000_000)));
    const [named, part] = problems;
    expect(named!.rule).toBe('file/pickle-global');
    expect(part!.message).toContain('inflates to more than 64.0 MiB');
  });

  test('that is cut is refused', async () => {
    await expect(open(pack(HARMLESS).subarray(0, -12))).rejects.toThrow('pickle');
  });
});

test('a gzip head with a name, a comment and extra fields is passed', async () => {
  const plain = gzipSync(ATTACK);
  const head = Buffer.from(plain.subarray(0, 10));
  head[3] = 4 | 8 | 16;
  const fields = Buffer.from('\x02\0ab' + 'name\0' + 'comment\0', 'latin1');
  const file = await open(Buffer.concat([head, fields, plain.subarray(10)]));
  expect(file.problems[0]!.rule).toBe('file/pickle-global');
});

test.each([
  ['bzip2', 'BZh91AY'],
  ['xz', '\xfd7zXZ\0\0'],
  ['lz4', '\x04"M\x18d@'],
])('%s is named and refused', async (name, start) => {
  await expect(open(Buffer.from(`${start}rest of the data`, 'latin1'))).rejects.toThrow(
    `This is ${name} data`,
  );
});
