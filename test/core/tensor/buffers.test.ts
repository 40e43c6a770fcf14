import { describe, expect, it } from 'vitest';
import { bufferRing, Scratch } from '../../../src/core/tensor/stridedRead/buffers';

describe('memory that is used again', () => {
  it('is the same memory where it is long enough', () => {
    const scratch = new Scratch();
    const first = scratch.take(100);
    expect(scratch.take(100)).not.toBe(first);
    scratch.give(first);
    expect(scratch.take(60)).toBe(first);
    scratch.give(first);
    const longer = scratch.take(200);
    expect(longer).toHaveLength(200);
    scratch.give(longer);
    expect([scratch.take(200), scratch.take(200)]).not.toContain(first);
  });

  it('goes round in a ring, cut to what was asked for', () => {
    const ring = bufferRing(2, byteLength => new Uint8Array(byteLength + 5));
    const [a, b, c] = [ring(8), ring(8), ring(4)];
    expect([a, b, c].map(one => one!.length)).toEqual([8, 8, 4]);
    expect(c!.buffer).toBe(a!.buffer);
    expect(b!.buffer).not.toBe(a!.buffer);
  });
});
