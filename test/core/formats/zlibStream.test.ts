import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { inflateZlib } from '../../../src/core/formats/zlibStream';

const plain = Uint8Array.from({ length: 200_000 }, (_, i) => (i * i) >> (i % 13));
const packed = new Uint8Array(deflateSync(plain));

function changed(at: number, by = 1): Uint8Array {
  const bytes = packed.slice();
  bytes[at]! ^= by;
  return bytes;
}

describe('inflateZlib', () => {
  it('gives what was packed, at every level', async () => {
    for (const level of [0, 1, 6, 9]) {
      const stream = new Uint8Array(deflateSync(plain, { level }));
      expect(await inflateZlib(stream, plain.length)).toEqual({ output: plain, end: 'whole' });
    }
  });

  it('says that more would come, and gives what was wanted', async () => {
    const { output, end } = await inflateZlib(packed, plain.length - 1);
    expect(end).toBe('full');
    expect(output).toEqual(plain.subarray(0, -1));
  });

  it.each([0, 1, 2, 3, 40, packed.length - 5, packed.length - 1])(
    'gives the start of a stream cut after %d bytes',
    async length => {
      const { output, end } = await inflateZlib(packed.subarray(0, length), plain.length);
      expect(end).toBe('cut');
      expect(output).toEqual(plain.subarray(0, output.length));
    },
  );

  it('finds damage in the head, the dictionary flag, and the checksum', async () => {
    for (const at of [0, 1, packed.length - 1])
      expect((await inflateZlib(changed(at), plain.length)).end).toBe('damaged');
    expect((await inflateZlib(Uint8Array.of(0x78, 0x20, 0, 0), 10)).end).toBe('damaged');
    expect((await inflateZlib(changed(packed.length - 1), plain.length)).output).toEqual(plain);
  });

  it('keeps all that came before damage within', async () => {
    // The first block of a stored stream says where the second starts.
    const stored = new Uint8Array(deflateSync(plain, { level: 0 }));
    const length = stored[3]! | (stored[4]! << 8);
    stored[2 + 5 + length + 1]! ^= 0xff;
    const { output, end } = await inflateZlib(stored, plain.length);
    expect(end).toBe('damaged');
    expect(output).toEqual(plain.subarray(0, length));
  });
});
