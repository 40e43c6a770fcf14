import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countingSource } from '../../../src/core/bytes/countingSource';
import { memorySource } from '../../../src/core/bytes/memorySource';
import { createBoxReader } from '../../../src/core/tensor/contiguousRead';
import { dtypeOf } from '../../../src/core/tensor/dtypes';
import { readBox, readChunks } from '../../../src/core/tensor/read';
import {
  type AxisRange,
  cStrides,
  elementCount,
  fortranStrides,
  wholeRanges,
} from '../../../src/core/tensor/slice';
import { advance } from '../../../src/core/tensor/stridedRead/chunks';
import type { Tensor } from '../../../src/core/tensor/tensor';

interface Layout {
  readonly dtype: string;
  readonly shape: number[];
  readonly strides: number[];
  readonly bytes: Uint8Array;
  readonly byteOffset?: number;
  readonly byteOrder?: 'little' | 'big';
}

function tensorOf(layout: Layout): Tensor {
  const dtype = dtypeOf(layout.dtype)!;
  return {
    name: 't',
    byteOffset: 0,
    byteOrder: 'little',
    byteLength: (elementCount(layout.shape) * dtype.bits) / 8,
    source: memorySource(layout.bytes),
    ...layout,
    dtype,
  };
}

/** Element by element from the definition of strides: slow and plainly right. */
function expectedBytes(tensor: Tensor, bytes: Uint8Array, ranges: readonly AxisRange[]) {
  const counts = ranges.map(range => range.count);
  const index = counts.map(() => 0);
  const codes: number[][] = [];
  const width = tensor.dtype.bits / 8;
  if (elementCount(counts) === 0) return new Uint8Array(0);
  do {
    const element = ranges.reduce(
      (sum, range, axis) => sum + (range.start + index[axis]! * range.step) * tensor.strides[axis]!,
      0,
    );
    const at = tensor.byteOffset + element * width;
    const code = Array.from(bytes.subarray(at, at + width));
    const swap = tensor.dtype.swapBytes;
    const parts = Array.from({ length: width / swap }, (_, i) =>
      code.slice(i * swap, (i + 1) * swap),
    );
    codes.push(tensor.byteOrder === 'big' ? parts.flatMap(part => part.reverse()) : code);
  } while (advance(index, counts));
  return Uint8Array.from(codes.flat());
}

const layouts = (side: number, rank: number) =>
  fc
    .record({
      dtype: fc.constantFrom('U8', 'I16', 'F32', 'F64', 'C64', 'C128'),
      shape: fc.array(fc.integer({ min: 1, max: side }), { maxLength: rank }),
      order: fc.constantFrom('c', 'fortran', 'permuted', 'expanded'),
      byteOrder: fc.constantFrom('little' as const, 'big' as const),
      byteOffset: fc.integer({ min: 0, max: 9 }),
      seed: fc.infiniteStream(fc.nat()),
    })
    .map(({ dtype, shape, order, byteOrder, byteOffset, seed }) => {
      const picks = Array.from({ length: 12 }, () => seed.next().value as number);
      const strides = stridesFor(order, shape, picks);
      const span = shape.reduce((sum, size, axis) => sum + (size - 1) * strides[axis]!, 1);
      const bytes = Uint8Array.from(
        { length: byteOffset + span * (dtypeOf(dtype)!.bits / 8) },
        (_, i) => (i * 37 + 11) % 251,
      );
      const ranges = shape.map((size, axis) => {
        const start = picks[axis]! % size;
        const step = 1 + (picks[axis + 4]! % 2);
        const most = Math.ceil((size - start) / step);
        return { start, step, count: 1 + (picks[axis + 8]! % most) };
      });
      return { layout: { dtype, shape, strides, bytes, byteOffset, byteOrder }, ranges };
    });

/** As a file fills the reader's memory, later than it is asked. */
function intoFrom(bytes: Uint8Array) {
  return async (target: Uint8Array, offset: number) => {
    await Promise.resolve();
    target.set(bytes.subarray(offset, offset + target.length));
  };
}

function stridesFor(order: string, shape: number[], picks: number[]): number[] {
  if (order === 'fortran') return fortranStrides(shape);
  if (order === 'expanded') {
    return cStrides(shape).map((stride, axis) => (picks[axis]! % 3 ? stride : 0));
  }
  if (order === 'c') return cStrides(shape);
  const axes = shape.map((_, axis) => axis).sort((a, b) => picks[a]! - picks[b]! || a - b);
  const permuted = cStrides(axes.map(axis => shape[axis]!));
  return shape.map((_, axis) => permuted[axes.indexOf(axis)]! * 2);
}

describe('reading a box', () => {
  it('gives the elements that the strides name, for every layout, order and part', async () => {
    await fc.assert(
      fc.asyncProperty(layouts(5, 4), async ({ layout, ranges }) => {
        const tensor = tensorOf(layout);
        const expected = expectedBytes(tensor, layout.bytes, ranges);
        expect(Uint8Array.from(await readBox(tensor, ranges))).toEqual(expected);
        const chunks: number[] = [];
        for await (const chunk of readChunks(tensor, ranges, 24)) chunks.push(...chunk);
        expect(Uint8Array.from(chunks)).toEqual(expected);
      }),
      { numRuns: 300, seed: 7 },
    );
  });

  it('gives the same of boxes large enough for the kernels, into memory that is used again', async () => {
    await fc.assert(
      fc.asyncProperty(layouts(48, 3), async ({ layout, ranges }) => {
        const tensor = tensorOf(layout);
        const source = { ...tensor.source, readInto: intoFrom(layout.bytes) };
        const expected = expectedBytes(tensor, layout.bytes, ranges);
        const read = createBoxReader(1);
        await read({ ...tensor, source }, wholeRanges(layout.shape));
        const again = await read({ ...tensor, source }, ranges);
        expect(Buffer.compare(again, expected)).toBe(0);
        expect(Buffer.compare(await readBox(tensor, ranges), expected)).toBe(0);
      }),
      { numRuns: 80, seed: 9 },
    );
  });

  it('reads 4-bit elements by their nibbles, the low one first', async () => {
    const bytes = Uint8Array.of(0x10, 0x32, 0x54, 0x76, 0x98, 0xba);
    const tensor = tensorOf({ dtype: 'F4', shape: [3, 4], strides: [4, 1], bytes });
    const columns = [
      { start: 0, count: 3, step: 1 },
      { start: 1, count: 2, step: 2 },
    ];
    expect([...(await readBox(tensor, columns))]).toEqual([0x31, 0x75, 0xb9]);
    const transposed = tensorOf({ dtype: 'F4', shape: [4, 3], strides: [1, 4], bytes });
    expect([...(await readBox(transposed, wholeRanges([4, 3])))]).toEqual([
      0x40, 0x18, 0x95, 0x62, 0x3a, 0xb7,
    ]);
  });

  it('streams 4-bit elements in chunks, whatever part and order', async () => {
    const bytes = Uint8Array.from({ length: 53 }, (_, i) => (i * 37 + 11) % 251);
    const codes = Array.from({ length: 105 }, (_, i) => (bytes[i >> 1]! >> (i % 2 ? 4 : 0)) & 15);
    for (const strides of [
      [21, 3, 1],
      [1, 5, 35],
    ]) {
      const tensor = tensorOf({ dtype: 'F4', shape: [5, 7, 3], strides, bytes });
      for (const ranges of [
        wholeRanges([5, 7, 3]),
        [
          { start: 1, count: 3, step: 1 },
          { start: 0, count: 3, step: 2 },
          { start: 0, count: 3, step: 1 },
        ],
      ]) {
        const index = ranges.map(() => 0);
        const expected: number[] = [];
        do {
          const at = ranges.reduce(
            (sum, { start, step }, a) => sum + (start + index[a]! * step) * strides[a]!,
            0,
          );
          expected.push(codes[at]!);
        } while (
          advance(
            index,
            ranges.map(range => range.count),
          )
        );
        const streamed: number[] = [];
        for await (const chunk of readChunks(tensor, ranges, 5)) {
          for (const byte of chunk) streamed.push(byte & 15, byte >> 4);
        }
        expect(streamed.slice(0, expected.length)).toEqual(expected);
        expect(streamed.length).toBe(expected.length + (expected.length % 2));
      }
    }
  });

  it('streams a whole tensor of 6-bit elements and refuses a part of one', async () => {
    const bytes = Uint8Array.from({ length: 48 }, (_, i) => i);
    const tensor = tensorOf({ dtype: 'F6_E2M3', shape: [8, 8], strides: [8, 1], bytes });
    const streamed: number[] = [];
    for await (const chunk of readChunks(tensor, wholeRanges([8, 8]), 12)) streamed.push(...chunk);
    expect(streamed).toEqual([...bytes]);
    const part = [
      { start: 0, count: 8, step: 1 },
      { start: 1, count: 1, step: 1 },
    ];
    await expect(readBox(tensor, part)).rejects.toThrow('packing is not defined');
  });

  it('reads about the plane that is asked for', async () => {
    const shape = [64, 64, 1024];
    const source = countingSource(memorySource(new Uint8Array(64 * 64 * 1024)));
    const tensor = {
      ...tensorOf({ dtype: 'U8', shape, strides: cStrides(shape), bytes: new Uint8Array() }),
      source,
    };
    const middle = { start: 10, count: 1, step: 1 };
    await readBox(tensor, [wholeRanges(shape)[0]!, middle, wholeRanges(shape)[2]!]);
    expect(source.bytesRead).toBe(64 * 1024);
    source.reset();
    await readBox(tensor, [middle, ...wholeRanges(shape).slice(1)]);
    expect([source.bytesRead, source.calls]).toEqual([64 * 1024, 1]);
  });

  it('streams a transposed tensor without reading it many times over', async () => {
    const shape = [2048, 4096];
    const source = countingSource(memorySource(new Uint8Array(2048 * 4096)));
    const tensor = {
      ...tensorOf({ dtype: 'U8', shape, strides: [1, 2048], bytes: new Uint8Array() }),
      source,
    };
    let length = 0;
    for await (const chunk of readChunks(tensor, wholeRanges(shape), 65536)) length += chunk.length;
    expect(length).toBe(2048 * 4096);
    expect(source.bytesRead).toBeLessThan(1.5 * 2048 * 4096);
  });

  it('stops when it is cancelled', async () => {
    const tensor = tensorOf({ dtype: 'U8', shape: [4], strides: [1], bytes: new Uint8Array(4) });
    const cancel = new AbortController();
    cancel.abort(new Error('stopped'));
    await expect(readBox(tensor, wholeRanges([4]), cancel.signal)).rejects.toThrow('stopped');
  });
});
