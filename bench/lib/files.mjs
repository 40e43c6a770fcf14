import { open, writeFile } from 'node:fs/promises';

/** Writes float32 values as `.npy`; without values the file is a hole that takes no room. */
export async function writeNpy(path, shape, values) {
  const text = `{'descr': '<f4', 'fortran_order': False, 'shape': (${shape.join(', ')}), }`;
  const padded = `${text.padEnd(117)}\n`;
  const head = Buffer.alloc(10 + padded.length);
  head.write('\x93NUMPY\x01\x00', 'latin1');
  head.writeUInt16LE(padded.length, 8);
  head.write(padded, 10);
  const file = await open(path, 'w');
  await file.write(head);
  if (values) await file.write(new Uint8Array(values.buffer));
  else await file.truncate(head.length + 4 * shape.reduce((a, b) => a * b, 1));
  await file.close();
}

/** Writes RGB levels as a square PNG. */
export async function writePng(path, side, levels) {
  const { default: sharp } = await import('sharp');
  const raw = { width: side, height: side, channels: 3 };
  await writeFile(path, await sharp(levels, { raw }).png().toBuffer());
}
