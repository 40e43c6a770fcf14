/** A version 1.0 `.npy` of float32, by the format's own specification. */
export function npyBytes(shape: readonly number[], values: readonly number[]): Uint8Array {
  const axes = shape.map(size => `${size},`).join(' ');
  const header = `{'descr': '<f4', 'fortran_order': False, 'shape': (${axes}), }`;
  const padded = `${header.padEnd(Math.ceil((header.length + 11) / 64) * 64 - 11)}\n`;
  const length = Buffer.alloc(2);
  length.writeUInt16LE(padded.length);
  const data = Buffer.from(Float32Array.from(values).buffer);
  return Buffer.concat([
    Buffer.from('\x93NUMPY\x01\x00', 'latin1'),
    length,
    Buffer.from(padded),
    data,
  ]);
}
