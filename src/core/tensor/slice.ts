import { TensorFileError } from '../errors';
import { t } from '../l10n';

/** A run of indices along one axis: `start`, `start + step`, ... , `count` of them; step is never 0 or negative. */
export interface AxisRange {
  readonly start: number;
  readonly count: number;
  readonly step: number;
  /** True when an integer picked the axis: the slice's shape leaves it out, as Python does. */
  readonly dropped?: boolean;
}

/** Every index of every axis. */
export function wholeRanges(shape: readonly number[]): AxisRange[] {
  return shape.map(count => ({ start: 0, count, step: 1 }));
}

/** The shape that a slice gives: the counts of the axes that no integer picked. */
export function sliceShape(ranges: readonly AxisRange[]): number[] {
  return ranges.filter(range => !range.dropped).map(range => range.count);
}

/** The product of the sizes; 1 for a scalar. */
export function elementCount(shape: readonly number[]): number {
  return shape.includes(0) ? 0 : shape.reduce((product, size) => product * size, 1);
}

/** Elements between neighbours along each axis when the last axis is the fastest. */
export function cStrides(shape: readonly number[]): number[] {
  const strides: number[] = [];
  let stride = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = stride;
    stride *= Math.max(1, shape[axis]!);
  }
  return strides;
}

/** Elements between neighbours along each axis when the first axis is the fastest. */
export function fortranStrides(shape: readonly number[]): number[] {
  return cStrides(shape.toReversed()).reverse();
}

/**
 * Reads a Python-style slice such as `0,:,3:5` or `..., -1`: one entry per axis, missing axes whole,
 * negative indices from the end, steps above 0. An integer picks one index and drops the axis from the
 * slice's shape; bounds of a range are cut to the axis, an integer outside it is refused.
 * @throws TensorFileError naming the entry that cannot be read.
 */
export function parseSlice(text: string, shape: readonly number[]): AxisRange[] {
  const entries = expandEllipsis(splitEntries(text), shape.length);
  if (entries.length > shape.length) {
    throw new TensorFileError(
      t`The slice "${text}" has ${entries.length} entries, the tensor has ${shape.length} axes`,
    );
  }
  return shape.map((size, axis) => parseEntry(entries[axis] ?? ':', size, axis));
}

function splitEntries(text: string): string[] {
  const trimmed = text.trim().replace(/^\[(.*)\]$/s, '$1');
  if (trimmed.trim() === '') return [];
  const entries = trimmed.split(',').map(entry => entry.trim());
  if (entries.length > 1 && entries.at(-1) === '') entries.pop();
  return entries;
}

function expandEllipsis(entries: string[], rank: number): string[] {
  const at = entries.indexOf('...');
  if (at < 0) return entries;
  const missing = Math.max(0, rank - (entries.length - 1));
  return [...entries.slice(0, at), ...Array<string>(missing).fill(':'), ...entries.slice(at + 1)];
}

const ENTRY = /^([+-]?\d+)?(?:\s*(:)\s*([+-]?\d+)?\s*(?::\s*([+-]?\d+)?)?)?$/;

function parseEntry(entry: string, size: number, axis: number): AxisRange {
  const match = ENTRY.exec(entry);
  if (!match || entry === '') {
    throw new TensorFileError(
      t`Axis ${axis} of the slice is "${entry}": expected an index such as 3 or a range such as 2:5 or ::2`,
    );
  }
  const [, first, colon, last, stepText] = match;
  if (!colon) return parseIndex(Number(first), size, axis);
  const step = stepText === undefined ? 1 : Number(stepText);
  if (!(step > 0)) {
    throw new TensorFileError(
      t`Axis ${axis} of the slice has step ${step}: only steps above 0 are read`,
    );
  }
  const start = bound(first, 0, size);
  const stop = bound(last, size, size);
  return { start, count: Math.max(0, Math.ceil((stop - start) / step)), step };
}

function parseIndex(index: number, size: number, axis: number): AxisRange {
  const start = index < 0 ? index + size : index;
  if (start < 0 || start >= size) {
    throw new TensorFileError(t`Index ${index} is outside axis ${axis}, which has size ${size}`);
  }
  return { start, count: 1, step: 1, dropped: true };
}

function bound(text: string | undefined, missing: number, size: number): number {
  if (text === undefined) return missing;
  const value = Number(text);
  return Math.min(size, Math.max(0, value < 0 ? value + size : value));
}
