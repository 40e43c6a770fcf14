import { constants, deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { countingSource } from '../../../src/core/bytes/countingSource';
import { crc32 } from '../../../src/core/bytes/crc32';
import { memorySource } from '../../../src/core/bytes/memorySource';
import { inflatingSource } from '../../../src/core/formats/inflatingSource';
import { verbatim } from '../../../src/core/l10n';

/** Bytes that deflate with matches near and far and with literals. */
function sample(length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let state = 1;
  for (let i = 0; i < length; i++) {
    state = (state * 1103515245 + 12345) & 0x7fffffff;
    const far = (state >> 8) % 40000;
    bytes[i] = state % 5 && i > far ? bytes[i - far]! : (state >> 16) & 0xff;
  }
  return bytes;
}

const SETTINGS = {
  usual: {},
  stored: { level: 0 },
  'fixed codes': { strategy: constants.Z_FIXED },
  'runs only': { strategy: constants.Z_RLE },
  'small blocks': { memLevel: 1 },
};

describe('inflating', () => {
  it.each(Object.entries(SETTINGS))('gives what zlib deflated (%s)', async (_, settings) => {
    for (const length of [1, 100, 32768, 300_000]) {
      const bytes = sample(length);
      const source = inflatingSource(memorySource(deflateRawSync(bytes, settings)), {
        size: length,
        what: verbatim('m'),
      });
      expect(Buffer.compare(await source.read(0, length), bytes)).toBe(0);
    }
  });

  it('reads backwards and forwards through its checkpoints', async () => {
    const bytes = sample(11_000_000);
    const compressed = countingSource(memorySource(deflateRawSync(bytes, { memLevel: 1 })));
    const source = inflatingSource(compressed, { size: bytes.length, what: verbatim('m') });
    for (const at of [10_900_000, 0, 5_000_000, 9_000_001, 32_767]) {
      const expected = bytes.subarray(at, at + 5_000);
      expect(Buffer.compare(await source.read(at, 5_000), expected)).toBe(0);
    }
    compressed.reset();
    await source.read(8_600_000, 10);
    expect(compressed.bytesRead).toBeLessThan(compressed.size / 2);
  });

  it('holds what was read to the end to its checksum', async () => {
    const bytes = sample(200_000);
    const deflated = memorySource(deflateRawSync(bytes));
    const member = { size: bytes.length, what: verbatim('Member "m"') };
    const right = inflatingSource(deflated, { ...member, crc32: crc32(bytes) });
    await right.read(128, bytes.length - 128);
    const wrong = inflatingSource(deflated, { ...member, crc32: crc32(bytes) ^ 1 });
    expect((await wrong.read(0, 1000)).length).toBe(1000);
    await expect(wrong.read(128, bytes.length - 128)).rejects.toThrow('Member "m" does not match');
  });

  it('costs kilobytes of a bomb', async () => {
    const compressed = countingSource(memorySource(deflateRawSync(new Uint8Array(50_000_000))));
    await inflatingSource(compressed, { size: 50_000_000, what: verbatim('m') }).read(0, 128);
    expect(compressed.bytesRead).toBeLessThanOrEqual(16 * 1024);
  });

  it('says so when the data is damaged, short or smaller than declared, and never hangs', async () => {
    const bytes = sample(20_000);
    const deflated = deflateRawSync(bytes);
    const refusal = { name: 'TensorFileError' };
    for (let cut = 0; cut < deflated.length; cut += 97) {
      const source = inflatingSource(memorySource(deflated.subarray(0, cut)), {
        size: bytes.length,
        what: verbatim('m'),
      });
      await expect(source.read(0, bytes.length)).rejects.toMatchObject(refusal);
    }
    const declared = inflatingSource(memorySource(deflated), {
      size: bytes.length + 1,
      what: verbatim('m'),
    });
    await expect(declared.read(0, bytes.length + 1)).rejects.toThrow('its directory says 20001');
  });
});
