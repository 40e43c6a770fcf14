import { addTo, sumOf, zeroSum } from './compensatedSum';
import type { DType } from './dtype';
import { binOf, binsOver, histogramOf } from './histogram';
import { countedQuantiles } from './quantiles';
import type { TensorStats } from './stats';
import { viewOrCopy } from './typedViews';

/** How often each bit pattern of an 8- or 16-bit type occurs; everything else follows exactly. */
export interface PatternCounts {
  readonly counts: Uint32Array | Float64Array;
  /** Position of the first code whose value is not finite; -1 when there is none. */
  firstNotFinite: number;
  seen: number;
}

/** A type whose codes are counted: its bit patterns as numbers, in code order. */
export interface PatternTable {
  readonly bits: 8 | 16;
  readonly values: Float64Array;
  /** Whether a code's value is NaN or Inf, one byte each; null when none is. */
  readonly notFinite: Uint8Array | null;
}

const tables = new Map<string, PatternTable>();

/** The values of all codes of an 8- or 16-bit type, made once per type. */
export function patternTable(dtype: DType): PatternTable {
  const table = tables.get(dtype.name) ?? makeTable(dtype);
  tables.set(dtype.name, table);
  return table;
}

function makeTable(dtype: DType): PatternTable {
  const bits = dtype.bits === 8 ? 8 : 16;
  const codes =
    bits === 8
      ? Uint8Array.from({ length: 256 }, (_, code) => code)
      : new Uint8Array(Uint16Array.from({ length: 65536 }, (_, code) => code).buffer);
  const values = Float64Array.from(dtype.toNumbers(codes, 2 ** bits));
  const notFinite = Uint8Array.from(values, v => (Number.isFinite(v) ? 0 : 1));
  return { bits, values, notFinite: notFinite.includes(1) ? notFinite : null };
}

/** Counts of nothing. */
export function emptyPatternCounts(table: PatternTable): PatternCounts {
  return { counts: new Float64Array(table.values.length), firstNotFinite: -1, seen: 0 };
}

/** The counts of some elements, compact and little endian. */
export function countPatterns(table: PatternTable, bytes: Uint8Array): PatternCounts {
  const codes =
    table.bits === 8 ? bytes : viewOrCopy(Uint16Array, bytes, Math.floor(bytes.length / 2));
  const counts = table.bits === 8 ? count8(bytes) : count16(codes as Uint16Array);
  const bad = table.notFinite;
  const hasBad = bad !== null && counts.some((n, code) => n > 0 && bad[code] === 1);
  const firstNotFinite = hasBad ? codes.findIndex(code => bad[code] === 1) : -1;
  return { counts, firstNotFinite, seen: codes.length };
}

/** Adds the counts of the elements that follow. */
export function mergePatternCounts(total: PatternCounts, part: PatternCounts): void {
  for (let code = 0; code < total.counts.length; code++) total.counts[code]! += part.counts[code]!;
  if (total.firstNotFinite < 0 && part.firstNotFinite >= 0)
    total.firstNotFinite = total.seen + part.firstNotFinite;
  total.seen += part.seen;
}

/** Four tables, so that runs of one value do not wait on one counter. */
function count8(codes: Uint8Array): Uint32Array {
  const tables = new Uint32Array(1024);
  const whole = codes.length & ~3;
  for (let i = 0; i < whole; i += 4) {
    tables[codes[i]!]!++;
    tables[256 + codes[i + 1]!]!++;
    tables[512 + codes[i + 2]!]!++;
    tables[768 + codes[i + 3]!]!++;
  }
  for (let i = whole; i < codes.length; i++) tables[codes[i]!]!++;
  return tables
    .subarray(0, 256)
    .map((n, code) => n + tables[256 + code]! + tables[512 + code]! + tables[768 + code]!);
}

function count16(codes: Uint16Array): Uint32Array {
  const even = new Uint32Array(65536);
  const odd = new Uint32Array(65536);
  const whole = codes.length & ~1;
  for (let i = 0; i < whole; i += 2) {
    even[codes[i]!]!++;
    odd[codes[i + 1]!]!++;
  }
  if (whole < codes.length) even[codes[whole]!]!++;
  for (let code = 0; code < 65536; code++) even[code]! += odd[code]!;
  return even;
}

/** The statistics that the counts imply, all exact; `firstNotFinite` is left to the caller. */
export function statsOfPatterns(
  { counts }: PatternCounts,
  { values }: PatternTable,
  bins: number,
): Omit<TensorStats, 'firstNotFinite'> {
  const tally = (test: (value: number) => boolean) => {
    let sum = 0;
    for (let code = 0; code < counts.length; code++)
      if (counts[code]! > 0 && test(values[code]!)) sum += counts[code]!;
    return sum;
  };
  const special = {
    count: tally(() => true),
    nan: tally(Number.isNaN),
    posInf: tally(v => v === Infinity),
    negInf: tally(v => v === -Infinity),
    zeros: tally(v => v === 0),
    below0: tally(v => v < 0 && v !== -Infinity),
    above1: tally(v => v > 1 && v !== Infinity),
  };
  const codes = [...counts.keys()]
    .filter(code => counts[code]! > 0 && Number.isFinite(values[code]!))
    .sort((a, b) => values[a]! - values[b]!);
  if (codes.length === 0)
    return {
      ...special,
      min: null,
      max: null,
      mean: null,
      std: null,
      histogram: null,
      quantiles: null,
    };
  const sorted = codes.map(code => values[code]!);
  const weights = codes.map(code => counts[code]!);
  return { ...special, ...weighted(sorted, weights, bins) };
}

function weighted(values: readonly number[], weights: readonly number[], binCount: number) {
  const [min, max] = [values[0]!, values.at(-1)!];
  const count = weights.reduce((sum, n) => sum + n, 0);
  const total = zeroSum();
  for (const [i, value] of values.entries()) addTo(total, value * weights[i]!);
  const mean = sumOf(total) / count;
  const squares = zeroSum();
  const bins = binsOver(min, max, binCount);
  const counts = new Float64Array(binCount);
  for (const [i, value] of values.entries()) {
    addTo(squares, (value - mean) ** 2 * weights[i]!);
    counts[binOf(bins, value)]! += weights[i]!;
  }
  return {
    min,
    max,
    mean,
    std: Math.sqrt(sumOf(squares) / count),
    histogram: histogramOf(bins, counts),
    quantiles: countedQuantiles(values, weights),
  };
}
