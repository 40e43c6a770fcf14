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

/** A `.safetensors` file of float32 zeros, likewise; gives where its first tensor ends, in bytes. */
export async function zerosTensors(
  path: string,
  shapes: Readonly<Record<string, readonly number[]>>,
): Promise<{ readonly byteLength: number; readonly firstEnd: number }> {
  let end = 0;
  const entries = Object.entries(shapes).map(([name, shape]) => {
    const start = end;
    end += shape.reduce((product, size) => product * size, 4);
    return [name, { dtype: 'F32', shape, data_offsets: [start, end] as const }] as const;
  });
  const header = Buffer.from(JSON.stringify(Object.fromEntries(entries)));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  await writeFile(path, Buffer.concat([length, header]));
  const dataStart = length.length + header.length;
  await truncate(path, dataStart + end);
  return { byteLength: dataStart + end, firstEnd: dataStart + entries[0]![1].data_offsets[1] };
}
