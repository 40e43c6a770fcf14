/** A `.safetensors` of float32 tensors, by the format's own description. */
export function safetensorsBytes(
  tensors: Readonly<Record<string, { shape: readonly number[]; values: readonly number[] }>>,
): Uint8Array {
  let end = 0;
  const entries = Object.entries(tensors).map(([name, { shape, values }]) => {
    const start = end;
    end += values.length * 4;
    return [name, { dtype: 'F32', shape, data_offsets: [start, end] }] as const;
  });
  const text = JSON.stringify(Object.fromEntries(entries));
  const header = Buffer.from(text.padEnd(Math.ceil(text.length / 8) * 8));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  const values = Object.values(tensors).flatMap(tensor => tensor.values);
  return Buffer.concat([length, header, Buffer.from(Float32Array.from(values).buffer)]);
}
