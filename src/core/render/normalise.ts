import type { ValueRange } from './picture';

/** The curves from values to brightness. */
export const SCALES = ['linear', 'log', 'symlog'] as const;
/** One of `SCALES`. */
export type Scale = (typeof SCALES)[number];

/** How a value becomes 0..1: window, curve, exposure in stops, gamma. */
export interface Tone {
  readonly scale: Scale;
  /** Doublings of brightness; 0 leaves it. */
  readonly exposure: number;
  /** Output is `u ** (1 / gamma)`; 1 leaves it. */
  readonly gamma: number;
}

/** A tone and a range worked out once, so that each value costs a few operations. */
export interface ToneCurve {
  readonly scale: Scale;
  /** Where the symmetric log turns linear. */
  readonly threshold: number;
  /** `(curve(v) - start) * factor` is 0..1 before clamping. */
  readonly start: number;
  readonly factor: number;
  readonly power: number;
  /** `unit ** power` at equal steps of unit; null where power is 1. */
  readonly powers: Float64Array | null;
}

/** Below this share of the largest magnitude the symmetric log is linear. */
const SYMLOG_SHARE = 1e-3;
/** The smallest positive value of a log window, as a share of its top. */
const LOG_FLOOR_SHARE = 1e-6;

/** The curve of `tone` over `range`. A range of one value maps that value to the middle. */
export function toneCurve(range: ValueRange, tone: Tone): ToneCurve {
  const magnitude = Math.max(Math.abs(range.min), Math.abs(range.max));
  const threshold = magnitude > 0 ? magnitude * SYMLOG_SHARE : 1;
  const window = tone.scale === 'log' ? positiveRange(range) : range;
  const start = bend(window.min, tone.scale, threshold);
  const width = bend(window.max, tone.scale, threshold) - start;
  const brightness = 2 ** tone.exposure;
  const power = 1 / tone.gamma;
  const base = { scale: tone.scale, threshold, power, powers: powerTable(power) };
  if (!(width > 0)) return { ...base, start: start - 0.5, factor: 1 };
  return { ...base, start, factor: brightness / width };
}

/** A finite value through the curve, as 0..1. */
export function toneValue(value: number, curve: ToneCurve): number {
  const bent = bend(value, curve.scale, curve.threshold);
  const unit = (bent - curve.start) * curve.factor;
  if (!(unit > 0)) return 0;
  if (unit >= 1) return 1;
  return curve.powers ? raise(unit, curve.power, curve.powers) : unit;
}

const POWER_STEPS = 65536;
/** Below it a power is too steep to be read off a table. */
const STEEP_BELOW = 1 / 1024;
const powerTables = new Map<number, Float64Array>();
/** Gammas come from a slider: the last few tables serve all pictures on screen. */
const MAX_POWER_TABLES = 4;

function powerTable(power: number): Float64Array | null {
  if (power === 1) return null;
  const known = powerTables.get(power);
  if (known) return known;
  const table = Float64Array.from(
    { length: POWER_STEPS + 1 },
    (_, i) => (i / POWER_STEPS) ** power,
  );
  if (powerTables.size >= MAX_POWER_TABLES)
    powerTables.delete(powerTables.keys().next().value ?? power);
  powerTables.set(power, table);
  return table;
}

/** `unit ** power` for a unit in 0..1 (1 left out): a power costs fifty times a look into a table. */
function raise(unit: number, power: number, powers: Float64Array): number {
  if (unit < STEEP_BELOW) return unit ** power;
  const place = unit * POWER_STEPS;
  const low = Math.floor(place);
  const from = powers[low]!;
  return from + (powers[low + 1]! - from) * (place - low);
}

/** The scale's own bend; the shader does the same. Values the log cannot take are below its window. */
function bend(value: number, scale: Scale, threshold: number): number {
  if (scale === 'linear') return value;
  if (scale === 'log') return value > 0 ? Math.log2(value) : LOWEST_LOG;
  const bent = Math.log2(1 + Math.abs(value) / threshold);
  return value < 0 ? -bent : bent;
}

/** Less than log2 of the smallest double. */
export const LOWEST_LOG = -1100;

function positiveRange(range: ValueRange): ValueRange {
  const max = range.max > 0 ? range.max : 1;
  return { min: range.min > 0 ? range.min : max * LOG_FLOOR_SHARE, max };
}

/** Where the window of values comes from. */
export const RANGE_MODES = [
  'full',
  'percentile',
  'symmetric',
  'unit',
  'signed',
  'type',
  'manual',
] as const;
/** One of `RANGE_MODES`. */
export type RangeMode = (typeof RANGE_MODES)[number];

const TYPE_RANGES: Readonly<Record<string, ValueRange>> = {
  BOOL: { min: 0, max: 1 },
  U8: { min: 0, max: 255 },
  I8: { min: -128, max: 127 },
  U16: { min: 0, max: 65535 },
  I16: { min: -32768, max: 32767 },
  U32: { min: 0, max: 4294967295 },
  I32: { min: -2147483648, max: 2147483647 },
};

/** The range that a dtype can hold; 0..1 for floats, which is what pictures keep to. */
export function typeRange(dtype: string): ValueRange {
  return TYPE_RANGES[dtype] ?? { min: 0, max: 1 };
}

/** A range that is the same above and below zero. */
export function symmetricRange(range: ValueRange): ValueRange {
  const reach = Math.max(Math.abs(range.min), Math.abs(range.max));
  return { min: -reach, max: reach };
}

/** One range around all; null when there is none. */
export function unionRange(ranges: readonly (ValueRange | null)[]): ValueRange | null {
  let union: ValueRange | null = null;
  for (const range of ranges) {
    if (!range) continue;
    union = union
      ? { min: Math.min(union.min, range.min), max: Math.max(union.max, range.max) }
      : range;
  }
  return union;
}

/** The values that `low` and `high` (shares of 1) of the finite values lie below; a sample of at most 64 Ki. */
export function percentileRange(
  values: Float32Array,
  low: number,
  high: number,
): ValueRange | null {
  const step = Math.max(1, Math.floor(values.length / 65536));
  const sample: number[] = [];
  for (let i = 0; i < values.length; i += step) {
    const value = values[i]!;
    if (Number.isFinite(value)) sample.push(value);
  }
  if (sample.length === 0) return null;
  sample.sort((a, b) => a - b);
  const at = (share: number) => sample[Math.round(share * (sample.length - 1))]!;
  return { min: at(low), max: at(high) };
}
