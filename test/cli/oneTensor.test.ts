import { copyFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { viewStream } from '../../src/core/tensor/streams';
import { npyHeader } from '../../src/core/writers/npy';
import { casePath } from '../support/cases';
import { cli, jsonLines } from '../support/cli';
import { tensorOf } from '../support/conversions';
import { tempFolder } from '../support/tempFolder';

/** A `.npy` of whole numbers from 0, modulo 256. */
async function numbers(count: number): Promise<string> {
  const path = join(await tempFolder(), 'numbers.npy');
  const bytes = Uint8Array.from({ length: count }, (_, i) => i);
  const header = npyHeader(viewStream(tensorOf('', 'U8', [count], bytes)));
  await writeFile(path, Buffer.concat([header, bytes]));
  return path;
}

interface Line {
  readonly tensors: readonly { readonly values: readonly string[] }[];
}

describe('values', () => {
  it('gives all of a small tensor', async () => {
    const run = await cli('values', await numbers(5), '--json');
    expect(jsonLines<Line>(run)[0]!.tensors[0]!.values).toEqual(['0', '1', '2', '3', '4']);
  });

  it('gives the first of a large one, which it does not print whole', async () => {
    const path = await numbers(2_000_000);
    const first = await cli('values', path, '--first', '2', '--json');
    expect(jsonLines<Line>(first)[0]!.tensors[0]!.values).toEqual(['0', '1']);
    const whole = await cli('values', path, '--json');
    expect(whole.exit).toBe(2);
    expect(whole.err).toMatch(/2000000 values here and at most \d+ are printed/);
  });
});

describe('a mask for a picture', () => {
  it('may lie in another file, and must be there', async () => {
    const folder = await tempFolder();
    const dump = casePath('comfy', 'node_dump_ok.safetensors');
    const other = join(folder, 'other.safetensors');
    await copyFile(dump, other);
    const draw = (name: string, mask: string) =>
      cli('render', dump, '--tensor', 'image', '-o', join(folder, name), '--mask', mask);
    expect(await draw('a.png', `${other}:mask`)).toMatchObject({ exit: 0 });
    const none = await draw('b.png', 'nothing');
    expect(none.exit).toBe(2);
    expect(none.err).toMatch(/no tensor "nothing"/);
  });
});

it('a conversion that is refused names the file', async () => {
  const path = await numbers(5);
  const run = await cli('convert', 'toChannelFirst', path, '-o', `${path}.out.npy`);
  expect(run.exit).toBe(2);
  expect(run.err).toContain(`error: ${path}: `);
});
