import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkInput } from '../../fuzz/check';
import { mutated } from '../../fuzz/mutate';
import { Random } from '../../fuzz/random';
import { memoryContext } from '../../support/openCase';

const check = (bytes: Uint8Array, name: string) => checkInput(memoryContext(bytes, name), bytes);

const FOLDER = join(import.meta.dirname, '..', '..', 'fuzz', 'regressions');

describe('inputs that the fuzzer once broke something with', () => {
  const files = readdirSync(FOLDER).filter(
    file => !file.startsWith('.') && !file.startsWith('image-'),
  );

  it('are refused in words or read', async () => {
    for (const file of files) {
      const name = file.replace(/^\w+-\d+-/, '');
      expect(['refused', 'opened'], file).toContain(
        await check(readFileSync(join(FOLDER, file)), name),
      );
    }
  });
});

describe('the fuzzer', () => {
  it('makes the same input from the same seed and another from another', () => {
    const corpus = [Buffer.from('\x10\0\0\0\0\0\0\0{"a":[1]}       ')];
    const input = (seed: number) =>
      mutated('safetensors', new Random(seed), corpus).toString('hex');
    expect(input(5)).toBe(input(5));
    expect(new Set(Array.from({ length: 20 }, (_, seed) => input(seed))).size).toBeGreaterThan(15);
  });

  it('notices bytes astray that no finding names', async () => {
    const header = '{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}';
    const bytes = Buffer.alloc(8 + header.length + 1);
    bytes.writeBigUInt64LE(BigInt(header.length));
    bytes.write(header, 8);
    expect(await check(bytes, 'f.safetensors')).toBe('opened');
    expect(await check(bytes.subarray(0, 40), 'f.safetensors')).toBe('refused');
  });
});
