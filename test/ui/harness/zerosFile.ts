import { truncate, writeFile } from 'node:fs/promises';

/** A `.npy` file that is nothing but its header and a hole: zeros, without the disk they would take. */
export async function zerosFile(
  path: string,
  descr: string,
  shape: readonly number[],
  bytes: number,
) {
  const tuple = `(${shape.join(', ')}${shape.length === 1 ? ',' : ''})`;
  const text = `{'descr': '${descr}', 'fortran_order': False, 'shape': ${tuple}, }`;
  const header = `${text.padEnd(117)}\n`;
  const size = Buffer.from([header.length & 0xff, header.length >> 8]);
  const start = Buffer.concat([Buffer.from('\x93NUMPY\x01\x00', 'latin1'), size]);
  await writeFile(path, Buffer.concat([start, Buffer.from(header)]));
  await truncate(path, start.length + header.length + bytes);
  return path;
}
