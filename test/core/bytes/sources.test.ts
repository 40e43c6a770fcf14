import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countingSource } from '../../../src/core/bytes/countingSource';
import { readSafeU64, readU16, readU32, readU64 } from '../../../src/core/bytes/littleEndian';
import { memorySource } from '../../../src/core/bytes/memorySource';
import { PageCache } from '../../../src/core/bytes/pageCache';
import { pagedSource } from '../../../src/core/bytes/pagedSource';
import { sliceSource } from '../../../src/core/bytes/sliceSource';
import { TensorFileError } from '../../../src/core/errors';
import { verbatim } from '../../../src/core/l10n';

const BYTES = Uint8Array.from({ length: 1000 }, (_, i) => i % 251);

describe('byte sources', () => {
  it('refuse what lies outside them', async () => {
    const source = memorySource(BYTES);
    for (const [offset, length] of [
      [-1, 1],
      [1000, 1],
      [0, 1001],
      [0.5, 1],
      [0, Number.NaN],
      [2 ** 60, 1],
    ]) {
      await expect(source.read(offset!, length!)).rejects.toThrow(TensorFileError);
      await expect(pagedSource(source).read(offset!, length!)).rejects.toThrow(TensorFileError);
    }
    expect(() => sliceSource(source, 990, 11)).toThrow(TensorFileError);
    await expect(sliceSource(source, 990, 10).read(5, 6)).rejects.toThrow(TensorFileError);
    expect([...(await sliceSource(source, 990, 10).read(9, 1))]).toEqual([999 % 251]);
  });

  it('give the same bytes through pages as without, whatever the order of reads', async () => {
    const reads = fc.array(fc.tuple(fc.nat(999), fc.nat(400)), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(reads, fc.integer({ min: 1, max: 64 }), async (wanted, pageBytes) => {
        const cache = new PageCache(200);
        const paged = pagedSource(memorySource(BYTES), { pageBytes, cache, bypassBytes: 300 });
        for (const [offset, most] of wanted) {
          const length = Math.min(most, 1000 - offset);
          const expected = BYTES.subarray(offset, offset + length);
          expect(Buffer.compare(await paged.read(offset, length), expected)).toBe(0);
          expect(cache.heldBytes).toBeLessThanOrEqual(200);
        }
      }),
      { numRuns: 100, seed: 11 },
    );
  });

  it('read a page once and only missing pages', async () => {
    const counted = countingSource(memorySource(BYTES));
    const paged = pagedSource(counted, { pageBytes: 100 });
    await paged.read(250, 10);
    await paged.read(201, 90);
    expect([counted.calls, counted.bytesRead]).toEqual([1, 100]);
    await paged.read(150, 200);
    expect([counted.calls, counted.bytesRead]).toEqual([3, 300]);
  });

  it('let the page go that was used longest ago', async () => {
    const counted = countingSource(memorySource(BYTES));
    const paged = pagedSource(counted, { pageBytes: 100, cache: new PageCache(200) });
    for (const offset of [0, 100, 0, 200]) await paged.read(offset, 1);
    counted.reset();
    await paged.read(0, 1);
    expect(counted.calls).toBe(0);
    await paged.read(100, 1);
    expect(counted.calls).toBe(1);
  });
});

describe('little-endian integers', () => {
  it('are read in full and never past the end', () => {
    const bytes = Uint8Array.of(0xff, 0xfe, 0xfd, 0xfc, 0xfb, 0xfa, 0xf9, 0xf8);
    expect(readU16(bytes, 0)).toBe(0xfeff);
    expect(readU32(bytes, 0)).toBe(0xfcfdfeff);
    expect(readU64(bytes, 0)).toBe(0xf8f9fafbfcfdfeffn);
    expect(() => readSafeU64(bytes, 0, verbatim('The length'))).toThrow(
      'The length is 17940646550795321087',
    );
    for (const read of [readU16, readU32, readU64]) {
      expect(() => read(bytes, 7)).toThrow(TensorFileError);
    }
  });
});
