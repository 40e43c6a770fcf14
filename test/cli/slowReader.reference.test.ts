import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cli } from '../support/cli';
import { buildCli } from '../support/cliProgram';
import { python } from '../support/python';
import { tempFolder } from '../support/tempFolder';

const TENSORS = 3000;

/** A pipe whose writing never waits, as some programs give it: once it is full, writing fails. */
const READ_LATE = `
import os, select, subprocess, sys
read, write = os.pipe()
os.set_blocking(write, False)
child = subprocess.Popen(sys.argv[1:], stdout=write)
while select.select([], [write], [], 0)[1]:
    pass
os.close(write)
with os.fdopen(read, 'rb') as pipe:
    sys.stdout.buffer.write(pipe.read())
sys.exit(child.wait())
`;

async function manyTensors(): Promise<string> {
  const names = Array.from({ length: TENSORS }, (_, i) => `layers.${i}.a_longer_name.weight`);
  const entry = (i: number) => ({ dtype: 'U8', shape: [1], data_offsets: [i, i + 1] });
  const header = JSON.stringify(Object.fromEntries(names.map((name, i) => [name, entry(i)])));
  const start = Buffer.alloc(8);
  start.writeBigUInt64LE(BigInt(header.length));
  const path = join(await tempFolder(), 'many.safetensors');
  await writeFile(path, Buffer.concat([start, Buffer.from(header), Buffer.alloc(TENSORS)]));
  return path;
}

test.skipIf(process.platform === 'win32')('a full pipe loses no line', async () => {
  const path = await manyTensors();
  const expected = await cli('inspect', path);
  expect(expected.out.length).toBeGreaterThan(2 ** 16);
  const read = await python(READ_LATE, process.execPath, await buildCli(), 'inspect', path);
  expect(read).toBe(`${expected.out}\n`);
});
