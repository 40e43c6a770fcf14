import { KERNEL_MEMORY, type KernelViews, loadKernels, type Transpose } from '../kernels/kernels';
import type { BoxAxis } from './stridedRead/plan';

/** The two innermost axes of a job, strides in elements. */
export interface AxisPair {
  readonly outer: BoxAxis;
  readonly inner: BoxAxis;
}

/** Elements in bytes and where the first one lies. */
export interface Elements {
  readonly bytes: Uint8Array;
  readonly first: number;
}

/** Bytes of a block: what is read and what is written stay in the second-level cache together. */
const BLOCK_BYTES = 256 * 1024;
/** Below this many elements a plain loop is done before the kernel is called. */
const MIN_ELEMENTS = 256;
const TARGET = KERNEL_MEMORY.values + BLOCK_BYTES;

/** Whether a pair swaps its axes: one runs on in the source, the other in the result. */
export function isTransposition({ outer, inner }: AxisPair): boolean {
  return inner.stride === 1 && outer.outStride === 1 && inner.count * outer.count >= MIN_ELEMENTS;
}

/** Copies a pair whose axes change places. */
export type CopyTransposed = (pair: AxisPair, from: Elements, to: Elements) => void;

/**
 * Copies elements of 1, 2, 4, 8 or 16 bytes block by block through the kernels, several times as fast as a
 * loop in JavaScript; null for other widths, and without kernels.
 */
export function transposer(elementBytes: number): CopyTransposed | null {
  const views = loadKernels();
  const transpose = views && kernelOf(views, elementBytes);
  if (!transpose) return null;
  return (pair, from, to) =>
    copyBlocks(pair, elementBytes, from, to, { memory: views.bytes, transpose });
}

function copyBlocks(
  pair: AxisPair,
  elementBytes: number,
  from: Elements,
  to: Elements,
  { memory, transpose }: { memory: Uint8Array; transpose: Transpose },
): void {
  const { rows, columns } = blockOf(pair, BLOCK_BYTES / elementBytes);
  for (let row = 0; row < pair.outer.count; row += rows)
    for (let column = 0; column < pair.inner.count; column += columns) {
      const block = {
        row,
        column,
        rows: Math.min(rows, pair.outer.count - row),
        columns: Math.min(columns, pair.inner.count - column),
      };
      copyIn(memory, pair, block, elementBytes, from);
      transpose(KERNEL_MEMORY.values, block.rows, block.columns, TARGET);
      copyOut(memory, pair, block, elementBytes, to);
    }
}

function kernelOf({ kernels }: KernelViews, elementBytes: number): Transpose | undefined {
  const ofWidth: Readonly<Record<number, Transpose>> = {
    1: kernels.transpose8,
    2: kernels.transpose16,
    4: kernels.transpose32,
    8: kernels.transpose64,
    16: kernels.transpose128,
  };
  return ofWidth[elementBytes];
}

interface Block {
  readonly row: number;
  readonly column: number;
  readonly rows: number;
  readonly columns: number;
}

/** As square as the pair allows, so that runs are long on both sides. */
function blockOf({ outer, inner }: AxisPair, elements: number): { rows: number; columns: number } {
  const side = Math.floor(Math.sqrt(elements));
  const columns = Math.min(inner.count, Math.max(side, Math.floor(elements / outer.count)));
  return { rows: Math.min(outer.count, Math.floor(elements / columns)), columns };
}

function copyIn(
  memory: Uint8Array,
  { outer }: AxisPair,
  { row, column, rows, columns }: Block,
  elementBytes: number,
  { bytes, first }: Elements,
): void {
  const runBytes = columns * elementBytes;
  const start = (first + row * outer.stride + column) * elementBytes;
  // Rows that lie end to end are one run.
  if (outer.stride === columns) {
    memory.set(bytes.subarray(start, start + rows * runBytes), KERNEL_MEMORY.values);
    return;
  }
  for (let i = 0; i < rows; i++) {
    const at = start + i * outer.stride * elementBytes;
    memory.set(bytes.subarray(at, at + runBytes), KERNEL_MEMORY.values + i * runBytes);
  }
}

function copyOut(
  memory: Uint8Array,
  { inner }: AxisPair,
  { row, column, rows, columns }: Block,
  elementBytes: number,
  { bytes, first }: Elements,
): void {
  const runBytes = rows * elementBytes;
  const start = (first + row + column * inner.outStride) * elementBytes;
  if (inner.outStride === rows) {
    bytes.set(memory.subarray(TARGET, TARGET + columns * runBytes), start);
    return;
  }
  for (let i = 0; i < columns; i++) {
    const at = TARGET + i * runBytes;
    bytes.set(memory.subarray(at, at + runBytes), start + i * inner.outStride * elementBytes);
  }
}
