import { expect, test } from 'vitest';
import type { ByteSource } from '../../../src/core/bytes/byteSource';
import { readHeader } from '../../../src/core/formats/safetensorsHeader';

/** A file that claims a header of so many bytes; asking for them is told instead of done. */
function claiming(headerBytes: number): ByteSource {
  const length = new Uint8Array(8);
  new DataView(length.buffer).setBigUint64(0, BigInt(headerBytes), true);
  return {
    size: 200_000_000,
    read: async (_offset: number, count: number) => {
      if (count === 8) return length;
      throw new Error(`asked for ${count}`);
    },
    close: async () => {},
  } as unknown as ByteSource;
}

// Source: safetensors tensor.rs, MAX_HEADER_SIZE.
test('a header of 100,000,000 bytes is read, one of a byte more is refused unread', async () => {
  await expect(readHeader(claiming(100_000_000))).rejects.toThrow('asked for 100000000');
  await expect(readHeader(claiming(100_000_001))).rejects.toThrow('the limit of 100000000');
});
