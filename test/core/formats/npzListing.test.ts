import { deflateRawSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { countingSource } from '../../../src/core/bytes/countingSource';
import { memorySource } from '../../../src/core/bytes/memorySource';
import { openTensorFile } from '../../../src/core/formats/open';
import { memoryContext } from '../../support/openCase';
import { type TestMember, zipFile } from '../../support/zipFile';

const COUNT = 2000;

/** A .npy file of one byte. */
function oneByte(value: number): Uint8Array {
  const header = Buffer.from("{'descr': '|u1', 'fortran_order': False, 'shape': (1,)}\n");
  const start = Buffer.from([0x93, ...Buffer.from('NUMPY'), 1, 0, header.length, 0]);
  return Buffer.concat([start, header, Buffer.of(value)]);
}

async function listed(member: (index: number) => TestMember) {
  const bytes = zipFile(Array.from({ length: COUNT }, (_, i) => member(i)));
  const source = countingSource(memorySource(bytes));
  const file = await openTensorFile({ ...memoryContext(bytes, 'many.npz'), source });
  return { file, source, bytes };
}

test('members side by side are listed from few reads, headers that are the same once', async () => {
  const { file, source, bytes } = await listed(i => ({
    name: `a${i}.npy`,
    bytes: oneByte(i & 255),
  }));
  expect(file.tensors).toHaveLength(COUNT);
  expect(source.calls).toBeLessThan(50);
  expect(source.bytesRead).toBeLessThan(2 * bytes.length);
  expect(file.tensors[0]!.shape).toBe(file.tensors[COUNT - 1]!.shape);
});

test('deflated members are listed so too', async () => {
  const { file, source } = await listed(i => ({
    name: `a${i}.npy`,
    bytes: new Uint8Array(deflateRawSync(oneByte(i & 255))),
    method: 8,
    size: oneByte(0).length,
  }));
  expect(file.problems).toEqual([]);
  expect(file.tensors).toHaveLength(COUNT);
  expect(source.calls).toBeLessThan(50);
});
