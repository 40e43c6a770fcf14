import type { NumberArray } from '../../tensor/dtype';
import type { Tensor } from '../../tensor/tensor';
import { type ReadRange, storedNumbers } from './readRange';

const WORD_BITS = 32;

/** A matrix of small whole numbers: those of a row from one column up to, not with, another. */
export type ReadRow = (
  row: number,
  from: number,
  to: number,
  signal?: AbortSignal,
) => Promise<NumberArray>;

/** Numbers of `bits` bits in 32-bit words along a row; `placeOf` says which of its word a column is, in order unless given. */
export function packedAcross(
  words: Tensor,
  bits: number,
  placeOf: (column: number) => number = column => column,
): ReadRow {
  const each = WORD_BITS / bits;
  const width = words.shape.at(-1)!;
  const read = storedNumbers(words);
  const mask = 2 ** bits - 1;
  return async (row, from, to, signal) => {
    const first = Math.floor(from / each);
    const found = await read(row * width + first, Math.ceil(to / each) - first, signal);
    const codes = new Uint8Array(to - from);
    for (let column = from; column < to; column++) {
      const shift = placeOf(column % each) * bits;
      codes[column - from] = (found[Math.floor(column / each) - first]! >>> shift) & mask;
    }
    return codes;
  };
}

/** The same with several rows in one word. The words read last are kept, as the next rows are in them too. */
export function packedDown(words: Tensor, bits: number): ReadRow {
  const each = WORD_BITS / bits;
  const width = words.shape.at(-1)!;
  const read = storedNumbers(words);
  const mask = 2 ** bits - 1;
  let kept: { readonly key: string; readonly words: Promise<NumberArray> } | undefined;
  return async (row, from, to, signal) => {
    const first = Math.floor(row / each) * width + from;
    const key = `${first} ${to}`;
    if (kept?.key !== key) kept = { key, words: read(first, to - from, signal) };
    const { words: reading } = kept;
    const found = await reading.catch(error => {
      if (kept?.words === reading) kept = undefined;
      throw error;
    });
    const shift = (row % each) * bits;
    return Uint8Array.from(found, word => (word >>> shift) & mask);
  };
}

/** Numbers that are stored one by one. */
export function plainRows(values: ReadRange, columns: number): ReadRow {
  return (row, from, to, signal) => values(row * columns + from, to - from, signal);
}

/** Codes whose rows have a zero and a scale for each column, shared by the rows of a group. */
export interface GroupedCodes {
  readonly columns: number;
  readonly codes: ReadRow;
  readonly zeros: ReadRow;
  readonly scales: ReadRow;
  /** The groups of `count` rows from one on. */
  groups(row: number, count: number, signal?: AbortSignal): Promise<NumberArray>;
}

/** `scale * (code - zero)`, in float32. */
export function groupedValues(given: GroupedCodes): ReadRange {
  const { columns } = given;
  return async (first, count, signal) => {
    const result = new Float32Array(count);
    if (count === 0) return result;
    const top = Math.floor(first / columns);
    const rows = Math.floor((first + count - 1) / columns) - top + 1;
    const groups = await given.groups(top, rows, signal);
    // What a group shares is read once, for all columns where several rows are asked for.
    const known = new Map<number, Promise<readonly [NumberArray, NumberArray]>>();
    const [left, right] =
      rows === 1 ? [first - top * columns, first - top * columns + count] : [0, columns];
    const shared = (group: number) =>
      Promise.all([
        given.zeros(group, left, right, signal),
        given.scales(group, left, right, signal),
      ]);
    for (let i = 0; i < rows; i++) {
      signal?.throwIfAborted();
      const start = (top + i) * columns;
      const from = Math.max(first, start) - start;
      const to = Math.min(first + count, start + columns) - start;
      const group = groups[i]!;
      if (!known.has(group)) known.set(group, shared(group));
      const [codes, [zeros, scales]] = await Promise.all([
        given.codes(top + i, from, to, signal),
        known.get(group)!,
      ]);
      const at = start + from - first;
      for (let j = 0; j < codes.length; j++) {
        const column = from - left + j;
        result[at + j] = scales[column]! * (codes[j]! - zeros[column]!);
      }
    }
    return result;
  };
}
