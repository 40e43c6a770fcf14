import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DTYPES, type DTypeName, dtypeOf } from '../../../src/core/tensor/dtypes';
import { casePath } from '../../support/cases';
import { pythonNumber } from '../../support/expectValues';

const truth = JSON.parse(readFileSync(join(import.meta.dirname, 'numpyTruth.json'), 'utf8')) as {
  float16: [string, number][];
  slices: [number[], string, number[], number[]][];
};

const tables = JSON.parse(
  readFileSync(casePath('safetensors', 'dtype-tables.json'), 'utf8'),
) as Record<string, string[]>;
const codesOf = (name: string) => (tables[name] as string[]).map(pythonNumber);
const BYTE_FLOATS = ['F8_E4M3', 'F8_E5M2', 'F8_E4M3FNUZ', 'F8_E5M2FNUZ', 'F8_E8M0'] as const;

/** The codes whose value is nearest to `value`; two at a tie. */
function nearestCodes(values: readonly number[], value: number): number[] {
  const finite = values.map((v, code) => ({ v, code })).filter(({ v }) => Number.isFinite(v));
  const best = Math.min(...finite.map(({ v }) => Math.abs(v - value)));
  return finite.filter(({ v }) => Math.abs(v - value) === best).map(({ code }) => code);
}

describe('the dtype table', () => {
  it('has every name, and no name that JavaScript brings along', () => {
    for (const name of Object.keys(DTYPES)) expect(dtypeOf(name)?.name).toBe(name);
    for (const name of ['toString', '__proto__', 'constructor', '', 'f32']) {
      expect(dtypeOf(name)).toBeUndefined();
    }
  });

  it.each(BYTE_FLOATS)('decodes and writes as text every code of %s', name => {
    const bytes = Uint8Array.from({ length: 256 }, (_, code) => code);
    expect([...DTYPES[name].toNumbers(bytes, 256)]).toEqual(codesOf(name));
    const texts = codesOf(name).map((_, code) => Number(DTYPES[name].toText(bytes, code)));
    expect(texts).toEqual(codesOf(name));
  });

  it('decodes F4 from the low half of each byte first', () => {
    const bytes = Uint8Array.from({ length: 8 }, (_, i) => (2 * i + 1) * 16 + 2 * i);
    expect([...DTYPES.F4.toNumbers(bytes, 16)]).toEqual(codesOf('F4'));
    expect(DTYPES.F4.fromNumbers(DTYPES.F4.toNumbers(bytes, 16))).toEqual(bytes);
  });

  it('shows no values of F6, whose packing is not defined', () => {
    expect(DTYPES.F6_E2M3.decodable).toBe(false);
    expect(() => DTYPES.F6_E2M3.toText(new Uint8Array(3), 0)).toThrow('no specification');
  });
});

describe('writing numbers', () => {
  it.each(BYTE_FLOATS)('gives every code of %s back', name => {
    const values = codesOf(name);
    const written = DTYPES[name].fromNumbers(Float32Array.from(values));
    values.forEach((value, code) => {
      const back = Number.isNaN(value) ? values[written[code]!] : written[code];
      expect(back).toBe(Number.isNaN(value) ? Number.NaN : code);
    });
  });

  const ROUNDED = ['F8_E4M3', 'F8_E5M2', 'F8_E4M3FNUZ', 'F8_E5M2FNUZ', 'F4'] as const;
  it.each(ROUNDED)('rounds to the nearest code of %s, ties to even', name => {
    const values = codesOf(name);
    const largest = Math.max(...values.filter(Number.isFinite));
    fc.assert(
      fc.property(fc.float({ min: -largest, max: largest, noNaN: true }), value => {
        const nearest = nearestCodes(values, value);
        const code = DTYPES[name].fromNumbers(Float32Array.of(value))[0]!;
        expect(nearest).toContain(code);
      }),
      { numRuns: 300, seed: 3 },
    );
    for (let code = 0; code + 1 < values.length / 2; code++) {
      const middle = (values[code]! + values[code + 1]!) / 2;
      if (!Number.isFinite(middle)) continue;
      const written = DTYPES[name].fromNumbers(Float64Array.of(middle))[0]!;
      expect(written).toBe(code % 2 === 0 ? code : code + 1);
    }
  });

  it('goes past the largest value as torch does', () => {
    const past = (name: DTypeName, ...values: number[]) => [
      ...DTYPES[name].toNumbers(DTYPES[name].fromNumbers(Float64Array.from(values)), values.length),
    ];
    expect(past('F8_E4M3', 448, 464, 464.1, Infinity, -1e9)).toEqual([448, 448, NaN, NaN, NaN]);
    expect(past('F8_E5M2', 57344, 61439, 61440, -Infinity)).toEqual([
      57344,
      57344,
      Infinity,
      -Infinity,
    ]);
    expect(past('F8_E4M3FNUZ', 240, 1000, Infinity, -0)).toEqual([240, NaN, NaN, 0]);
    expect(past('F8_E8M0', 3, 1.49, 0, NaN, -2)).toEqual([4, 1, 2 ** -127, NaN, 2]);
    expect(past('F4', 7, -100, 0.25, 0.75)).toEqual([6, -6, 0, 1]);
    expect(past('BF16', 1 + 2 ** -8, 1 + 3 * 2 ** -8, NaN)).toEqual([1, 1 + 2 ** -6, NaN]);
    expect(past('U8', -1, 1.9, 300, NaN)).toEqual([0, 1, 255, 0]);
    expect(past('I64', -2, 1e30)).toEqual([-2, 2 ** 63]);
    expect(past('BOOL', 0, -0, 0.1, NaN)).toEqual([0, 0, 1, 1]);
    expect(() => DTYPES.F4.fromNumbers(Float32Array.of(NaN))).toThrow('no NaN');
  });

  it('gives the float16 that numpy gives', () => {
    for (const [text, code] of truth.float16) {
      const bytes = DTYPES.F16.fromNumbers(Float64Array.of(pythonNumber(text)));
      expect([text, new Uint16Array(bytes.buffer)[0]]).toEqual([text, code]);
    }
  });

  it('and reading them again keeps what the type can hold', () => {
    for (const name of ['I8', 'U16', 'I16', 'U32', 'I32', 'U64', 'I64', 'F32', 'F64'] as const) {
      const values = Float64Array.of(0, 1, 100, 127);
      expect([...DTYPES[name].toNumbers(DTYPES[name].fromNumbers(values), 4)]).toEqual([...values]);
    }
  });
});

describe('text', () => {
  it('is exact where a double is not', () => {
    const bytes = new Uint8Array(BigUint64Array.of(2n ** 64n - 1n, 2n ** 53n + 1n).buffer);
    expect([
      DTYPES.U64.toText(bytes, 0),
      DTYPES.I64.toText(bytes, 0),
      DTYPES.U64.toText(bytes, 1),
    ]).toEqual(['18446744073709551615', '-1', '9007199254740993']);
  });

  it('reads from a place that is off the element size', () => {
    const bytes = new Uint8Array(9 + 8);
    new DataView(bytes.buffer).setFloat64(9, -0.1, true);
    const view = bytes.subarray(9);
    expect(DTYPES.F64.toText(view, 0)).toBe('-0.1');
    expect([...DTYPES.F64.toNumbers(view, 1)]).toEqual([-0.1]);
    expect(DTYPES.C64.toText(new Uint8Array(Float32Array.of(1.5, -0).buffer), 0)).toEqual([
      '1.5',
      '-0',
    ]);
  });
});
