import { createHash } from 'node:crypto';
import { expect } from 'vitest';
import { readBox, readChunks } from '../../src/core/tensor/read';
import { elementCount, wholeRanges } from '../../src/core/tensor/slice';
import type { Tensor } from '../../src/core/tensor/tensor';
import { readValues, type ValueText } from '../../src/core/tensor/values';

/** The value fields that the reference files of safetensors and NumPy share. */
export interface ExpectedTensor {
  readonly shape: readonly (number | string)[];
  readonly first?: readonly unknown[];
  readonly last?: readonly unknown[];
  readonly min?: string;
  readonly max?: string;
  readonly sum?: string;
  readonly sum_f64?: string;
  readonly mean?: string;
  readonly nan?: number;
  readonly posinf?: number;
  readonly neginf?: number;
  readonly zeros?: number;
  readonly raw_sha256?: string;
  readonly f64_sha256?: string;
  readonly c_order_le_sha256?: string;
}

const CHUNK_BYTES = 65536;

/** Compares every value field that is there; fields that only numbers have are skipped for other kinds. */
export async function expectValues(tensor: Tensor, expected: ExpectedTensor): Promise<void> {
  expect(tensor.shape).toEqual(expected.shape.map(Number));
  const hash = await contentHash(tensor);
  if (expected.raw_sha256) expect(hash).toBe(expected.raw_sha256);
  if (expected.c_order_le_sha256) expect(hash).toBe(expected.c_order_le_sha256);
  if (!tensor.dtype.decodable) return;
  await expectEnds(tensor, expected);
  if (tensor.dtype.kind === 'complex' || tensor.dtype.kind === 'other') return;
  await expectNumbers(tensor, expected);
  if (/^[UI]\d/.test(tensor.dtype.name)) await expectIntegers(tensor, expected);
}

async function contentHash(tensor: Tensor): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of readChunks(tensor, wholeRanges(tensor.shape), CHUNK_BYTES)) {
    hash.update(chunk);
  }
  return hash.digest('hex');
}

async function expectEnds(tensor: Tensor, expected: ExpectedTensor): Promise<void> {
  const { first = [], last = [] } = expected;
  const start = await readValues(tensor, wholeRanges(tensor.shape), first.length);
  expect(start.values.map(sameForm)).toEqual(first.map(expectedForm));
  const count = elementCount(tensor.shape);
  if (last.length === 0 || count > 1_000_000) return;
  const bytes = await readBox(tensor, wholeRanges(tensor.shape));
  const end = last.map((_, i) => tensor.dtype.toText(bytes, count - last.length + i));
  expect(end.map(sameForm)).toEqual(last.map(expectedForm));
}

/** Our text in a form that compares by value: doubles by their bits, integers by their digits. */
function sameForm(value: ValueText): unknown {
  if (typeof value !== 'string') return value.map(part => doubleBits(Number(part)));
  return /^-?\d{16,}$/.test(value) ? value : byNumber(value, Number(value));
}

function expectedForm(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(part => doubleBits(pythonNumber(part)));
  const text = value as string;
  if (/^-?\d{16,}$/.test(text)) return text;
  return byNumber(text, pythonNumber(text));
}

function byNumber(text: string, value: number): string {
  return Number.isNaN(value) && !/^nan$/i.test(text) ? text : doubleBits(value);
}

/** A number as Python's repr writes it. */
export function pythonNumber(text: string): number {
  if (text === 'true' || text === 'false') return text === 'true' ? 1 : 0;
  return Number(text.replace('inf', 'Infinity').replace(/^nan$/, 'NaN'));
}

function doubleBits(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  return Buffer.from(Float64Array.of(value).buffer).toString('hex');
}

interface Totals {
  readonly hash: string;
  nan: number;
  posinf: number;
  neginf: number;
  zeros: number;
  min: number;
  max: number;
}

async function totals(tensor: Tensor): Promise<{ totals: Totals; finite: number[] }> {
  const hash = createHash('sha256');
  const found = { nan: 0, posinf: 0, neginf: 0, zeros: 0, min: Infinity, max: -Infinity };
  const finite: number[] = [];
  for await (const chunk of readChunks(tensor, wholeRanges(tensor.shape), CHUNK_BYTES)) {
    const count = Math.floor((chunk.length * 8) / tensor.dtype.bits);
    const doubles = Float64Array.from(tensor.dtype.toNumbers(chunk, count));
    for (const value of doubles) {
      if (Number.isNaN(value)) found.nan++;
      else if (value === Infinity) found.posinf++;
      else if (value === -Infinity) found.neginf++;
      else finite.push(value);
      if (value === 0) found.zeros++;
    }
    hash.update(canonicalNans(doubles));
  }
  for (const value of finite) {
    if (value < found.min) found.min = value;
    if (value > found.max) found.max = value;
  }
  return { totals: { ...found, hash: hash.digest('hex') }, finite };
}

function canonicalNans(doubles: Float64Array<ArrayBuffer>): Uint8Array {
  const bits = new BigUint64Array(doubles.buffer);
  doubles.forEach((value, i) => {
    if (Number.isNaN(value)) bits[i] = 0x7ff8000000000000n;
  });
  return new Uint8Array(doubles.buffer);
}

async function expectNumbers(tensor: Tensor, expected: ExpectedTensor): Promise<void> {
  if (elementCount(tensor.shape) > 2_000_000) return;
  const { totals: found, finite } = await totals(tensor);
  for (const key of ['nan', 'posinf', 'neginf', 'zeros'] as const) {
    if (expected[key] !== undefined) expect([key, found[key]]).toEqual([key, expected[key]]);
  }
  if (expected.f64_sha256) expect(found.hash).toBe(expected.f64_sha256);
  if (expected.min !== undefined && finite.length > 0) {
    expect(found.min + 0).toBe(pythonNumber(expected.min) + 0);
    expect(found.max + 0).toBe(pythonNumber(expected.max!) + 0);
  }
  const sum = expected.sum ?? expected.sum_f64;
  if (sum !== undefined && /^F/.test(tensor.dtype.name)) {
    const scale = finite.reduce((total, value) => total + Math.abs(value), 0);
    const error = Math.abs(compensatedSum(finite) - pythonNumber(sum));
    if (Number.isFinite(scale)) expect(error).toBeLessThanOrEqual(scale * 1e-13);
  }
}

function compensatedSum(values: readonly number[]): number {
  let sum = 0;
  let lost = 0;
  for (const value of values) {
    const next = sum + value;
    lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
    sum = next;
  }
  return sum + lost;
}

async function expectIntegers(tensor: Tensor, expected: ExpectedTensor): Promise<void> {
  if (expected.sum === undefined) return;
  const { values } = await readValues(tensor, wholeRanges(tensor.shape));
  const integers = values.map(value => BigInt(value as string));
  expect(integers.reduce((sum, value) => sum + value, 0n).toString()).toBe(expected.sum);
  const sorted = integers.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  expect([`${sorted[0]}`, `${sorted.at(-1)}`]).toEqual([expected.min, expected.max]);
}
