/** A name that clears the screen, forges a line, turns the reading, and ends a code block and a link. */
export const HOSTILE_NAME =
  'a\u001b[2J\u009b31m\u007f\nerror forged.py:1:1: x\r\u2028\u202egnp.\u2066[go](command:x) `';

/** Whatever must not reach a terminal; lines end with a line feed. */
export const STEERING = /(?!\n)[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u;

/** A safetensors file of one float32 tensor, with metadata of the same name. */
export function hostileSafetensors(name: string, shape: readonly number[] = [1, 4, 2, 2]): Buffer {
  const byteLength = 4 * shape.reduce((product, size) => product * size, 1);
  const header = Buffer.from(
    JSON.stringify({
      __metadata__: { [name]: name },
      [name]: { dtype: 'F32', shape, data_offsets: [0, byteLength] },
    }),
  );
  const start = Buffer.alloc(8);
  start.writeBigUInt64LE(BigInt(header.length));
  return Buffer.concat([start, header, Buffer.alloc(byteLength)]);
}
