import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { memorySource } from '../../../src/core/bytes/memorySource';
import { TensorFileError } from '../../../src/core/errors';
import { type DTypeName, dtypeOf } from '../../../src/core/tensor/dtypes';
import { cStrides, elementCount, fortranStrides } from '../../../src/core/tensor/slice';
import type { TensorStats } from '../../../src/core/tensor/stats';
import { computeStats } from '../../../src/core/tensor/statsCompute';
import type { Tensor } from '../../../src/core/tensor/tensor';
import { casePath, expectedCases } from '../../support/cases';

interface Golden {
  name: string;
  dtype: string;
  bytes: string | null;
  bins: number;
  nan: number;
  posInf: number;
  negInf: number;
  zeros: number;
  min: string;
  max: string;
  mean: string;
  std: string;
  counts: number[];
  edges: [string, string];
  quantiles: string[];
}
const goldenPath = `${import.meta.dirname}/golden/stats.json`;
const golden = JSON.parse(await readFile(goldenPath, 'utf8')) as Golden[];

/** The arrays of golden/stats.py, built by the same generator. */
function noise(count: number): Float64Array {
  let state = 12345;
  return Float64Array.from({ length: count }, () => {
    state = (Math.imul(1664525, state) + 1013904223) >>> 0;
    return state / 2 ** 32;
  });
}

const r = noise(20011);
const BUILT: Record<string, () => { dtype: DTypeName; data: ArrayBufferView }> = {
  'f32 with NaN and Inf': () => {
    const data = Float32Array.from(r, v => v * 8 - 4);
    const odd: [number, number][] = [
      [7, NaN],
      [300, Infinity],
      [301, -Infinity],
      [5000, 0],
      [19000, -0],
    ];
    for (const [i, v] of odd) data[i] = v;
    return { dtype: 'F32', data };
  },
  'f32 far from zero': () => ({ dtype: 'F32', data: Float32Array.from(r, v => 1e6 + v) }),
  'f32 constant': () => ({ dtype: 'F32', data: new Float32Array(1000).fill(0.1) }),
  f16: () => ({ dtype: 'F16', data: dtypeOf('F16')!.fromNumbers(r.map(v => v * 8 - 4)) }),
  u8: () => ({ dtype: 'U8', data: Uint8Array.from(r, v => v * 256) }),
  i8: () => ({ dtype: 'I8', data: Int8Array.from(r, v => v * 256 - 128) }),
  u16: () => ({ dtype: 'U16', data: Uint16Array.from(r, v => v * 65536) }),
  i32: () => ({ dtype: 'I32', data: Int32Array.from(r, v => v * 2 ** 32 - 2 ** 31) }),
  u32: () => ({ dtype: 'U32', data: Uint32Array.from(r, v => v * 2 ** 32) }),
  u64: () => ({
    dtype: 'U64',
    data: BigUint64Array.from([...r], v => BigInt(Math.trunc(v * 2 ** 64))),
  }),
  c64: () => ({
    dtype: 'C64',
    data: Float32Array.from({ length: 18000 }, (_, i) =>
      i % 2 ? r[9000 + (i >> 1)]! : r[i >> 1]! - 0.5,
    ),
  }),
  bool: () => ({ dtype: 'BOOL', data: Uint8Array.from(r, v => Number(v > 0.3)) }),
};
const DTYPE_BY_DESCR: Record<string, DTypeName> = {
  '<f8': 'F64',
  '<f4': 'F32',
  '<f2': 'F16',
  '|u1': 'U8',
  '|i1': 'I8',
  '|b1': 'BOOL',
  '<u2': 'U16',
  '<i2': 'I16',
  '<u4': 'U32',
  '<i4': 'I32',
  '<u8': 'U64',
  '<i8': 'I64',
  '<c8': 'C64',
  '<c16': 'C128',
};

function tensorOf(dtypeName: DTypeName, bytes: Uint8Array, shape?: number[]): Tensor {
  const dtype = dtypeOf(dtypeName)!;
  const ownShape = shape ?? [(bytes.length * 8) / dtype.bits];
  return {
    name: 't',
    dtype,
    shape: ownShape,
    strides: cStrides(ownShape),
    byteOffset: 0,
    byteOrder: 'little',
    byteLength: bytes.length,
    source: memorySource(bytes),
  };
}

function bytesOf(view: ArrayBufferView): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
}

function goldenTensor(g: Golden): Tensor {
  if (g.bytes !== null)
    return tensorOf(DTYPE_BY_DESCR[g.dtype]!, new Uint8Array(Buffer.from(g.bytes, 'hex')));
  const { dtype, data } = BUILT[g.name]!();
  return tensorOf(dtype, bytesOf(data));
}

function expectClose(actual: number | null, expected: string, what: string) {
  const wanted = Number(expected);
  expect(Math.abs(actual! - wanted), `${what}: ${actual} against ${wanted}`).toBeLessThanOrEqual(
    Math.abs(wanted) * 1e-12,
  );
}

describe('statistics against exact arithmetic on numpy arrays', () => {
  test.each(golden)('$name', async g => {
    const stats = await computeStats(goldenTensor(g), undefined, g.bins);
    const { nan, posInf, negInf, zeros } = g;
    expect(stats).toMatchObject({ nan, posInf, negInf, zeros });
    expect(String(stats.min), 'min').toBe(textOf(g.min));
    expect(String(stats.max), 'max').toBe(textOf(g.max));
    expectClose(stats.mean, g.mean, 'mean');
    expectClose(stats.std, g.std, 'std');
    expect(stats.histogram!.counts).toEqual(g.counts);
    expect(stats.histogram!.min).toBe(Number(g.edges[0]));
    expect(stats.histogram!.max).toBe(Number(g.edges[1]));
    if (stats.quantiles!.exact)
      expect(stats.quantiles!.values).toEqual(g.quantiles.map(q => Number(q)));
  });
});

function textOf(number: string): string {
  return /^-?\d+$/.test(number) ? number : String(Number(number));
}

interface NumpyCase {
  file: string;
  verdict: string;
  dtype?: string | null;
  data_offset: number;
  fortran_order: boolean;
  shape: number[];
  nan?: number;
  posinf?: number;
  neginf?: number;
  zeros?: number;
  mean_f64?: string;
  min?: string;
  max?: string;
}

describe('statistics of the numpy cases', async () => {
  const { npy } = await expectedCases<{ npy: NumpyCase[] }>('numpy');
  const known = npy.filter(
    c =>
      c.verdict === 'valid' &&
      DTYPE_BY_DESCR[c.dtype?.replace('>', '<') ?? ''] &&
      c.nan !== undefined &&
      c.min !== undefined,
  );
  test('there are such cases', () => expect(known.length).toBeGreaterThan(20));

  test.each(known)('$file', async c => {
    const bytes = new Uint8Array(await readFile(casePath('numpy', c.file)));
    const dtype = dtypeOf(DTYPE_BY_DESCR[c.dtype!.replace('>', '<')]!)!;
    const stats = await computeStats(
      {
        name: '',
        dtype,
        shape: c.shape,
        strides: c.fortran_order ? fortranStrides(c.shape) : cStrides(c.shape),
        byteOffset: c.data_offset,
        byteOrder: c.dtype!.startsWith('>') ? 'big' : 'little',
        byteLength: (elementCount(c.shape) * dtype.bits) / 8,
        source: memorySource(bytes),
      },
      undefined,
      16,
    );
    const found = { nan: stats.nan, posinf: stats.posInf, neginf: stats.negInf };
    expect(found).toEqual({ nan: c.nan, posinf: c.posinf, neginf: c.neginf });
    if (c.zeros !== undefined) expect(stats.zeros).toBe(c.zeros);
    if (dtype.kind === 'complex') return;
    if (c.min != null && stats.min !== null && dtype.kind !== 'bool')
      expect(Number(stats.min) + 0).toBe(Number(c.min) + 0);
    if (c.max != null && stats.max !== null && dtype.kind !== 'bool')
      expect(Number(stats.max) + 0).toBe(Number(c.max) + 0);
  });
});

function statsOf(values: number[], bins = 8): Promise<TensorStats> {
  return computeStats(tensorOf('F32', bytesOf(Float32Array.from(values))), undefined, bins);
}

describe('statistics', () => {
  test('of nothing are null, not NaN', async () => {
    const empty = { count: 0, zeros: 0, min: null, mean: null, histogram: null, quantiles: null };
    expect(await statsOf([])).toMatchObject(empty);
    expect(await statsOf([NaN, Infinity])).toMatchObject({
      nan: 1,
      posInf: 1,
      min: null,
      std: null,
      histogram: null,
      firstNotFinite: [0],
    });
  });

  test('give the tensor index of the first value that is not finite, within a box', async () => {
    const values = Float32Array.from({ length: 60 }, (_, i) => (i === 29 || i === 58 ? NaN : i));
    const tensor = tensorOf('F32', bytesOf(values), [3, 4, 5]);
    const box = [1, 0, 0].map((start, axis) => ({ start, count: [2, 4, 3][axis]!, step: 1 }));
    box[2] = { start: 0, count: 3, step: 2 };
    const stats = await computeStats(tensor, box, 8);
    expect(stats.firstNotFinite).toEqual([1, 1, 4]);
    expect(stats.count).toBe(24);
  });

  test('histogram counts are all finite values, each within its edges', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.float({ noDefaultInfinity: true }), { minLength: 1, maxLength: 600 }),
        fc.integer({ min: 1, max: 300 }),
        async (values, bins) => {
          const finite = values.map(Math.fround).filter(Number.isFinite);
          fc.pre(finite.length > 0);
          const { histogram, min, max } = await statsOf(values, bins);
          expect(histogram!.counts.reduce((a, b) => a + b, 0)).toBe(finite.length);
          expect(min).toBe(Math.min(...finite));
          expect(max).toBe(Math.max(...finite));
          const step = (histogram!.max - histogram!.min) / bins;
          const edges = Array.from({ length: bins }, (_, i) => i * step + histogram!.min);
          const expected = new Array<number>(bins).fill(0);
          for (const v of finite) expected[edges.findLastIndex(edge => v >= edge)]!++;
          expect(histogram!.counts).toEqual(expected);
        },
      ),
      { seed: 7, numRuns: 60 },
    );
  });

  test('stop when cancelled, and refuse types without numbers and absurd bins', async () => {
    const tensor = tensorOf('F32', new Uint8Array(4000));
    const cancelled = AbortSignal.abort(new Error('stop'));
    await expect(computeStats(tensor, undefined, 8, cancelled)).rejects.toThrow('stop');
    await expect(computeStats(tensor, undefined, 0)).rejects.toThrow(TensorFileError);
    await expect(computeStats(tensor, undefined, 1e9)).rejects.toThrow(TensorFileError);
    const packed = { ...tensor, dtype: dtypeOf('F6_E2M3')! };
    await expect(computeStats(packed, undefined, 8)).rejects.toThrow(/F6_E2M3/);
  });
});
