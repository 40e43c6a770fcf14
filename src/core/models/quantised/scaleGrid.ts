import type { DType, NumberArray } from '../../tensor/dtype';
import { readFlat } from '../../tensor/flatRead';
import type { Tensor } from '../../tensor/tensor';
import type { ReadRange } from './readRange';

/** A part of a grid of scales: rows and columns from their first up to, not with, their last. */
export interface GridBox {
  readonly rows: readonly [number, number];
  readonly columns: readonly [number, number];
}

/** Scales in rows and columns, each for a block of the weight. */
export interface ScaleGrid {
  /** Float32 scales of a part, row by row. */
  read(box: GridBox, signal?: AbortSignal): Promise<NumberArray>;
}

/** Scales in C order. Several rows are asked for whole. */
export function plainGrid(scales: ReadRange, columns: number): ScaleGrid {
  return {
    async read({ rows, columns: [from, to] }, signal) {
      const whole = from === 0 && to === columns;
      if (whole || rows[1] - rows[0] === 1)
        return scales(rows[0] * columns + from, (rows[1] - rows[0]) * (to - from), signal);
      const all = await scales(rows[0] * columns, (rows[1] - rows[0]) * columns, signal);
      return cut(all, columns, from, to);
    },
  };
}

function cut(values: NumberArray, columns: number, from: number, to: number): Float32Array {
  const width = to - from;
  const result = new Float32Array((values.length / columns) * width);
  for (let i = 0; i < result.length; i++)
    result[i] = values[Math.floor(i / width) * columns + from + (i % width)]!;
  return result;
}

/** Rows and columns that one tile of cuBLAS's layout of scales holds. */
export const TILE = { rows: 128, columns: 4 } as const;
const TILE_ELEMENTS = TILE.rows * TILE.columns;

/** The shape that `rows` x `columns` scales are padded to in cuBLAS's tiled layout. */
export function tiledShape(rows: number, columns: number): [number, number] {
  return [
    Math.ceil(rows / TILE.rows) * TILE.rows,
    Math.ceil(columns / TILE.columns) * TILE.columns,
  ];
}

/** Where scale (row, column) lies in its tile of 512. Source: cuBLAS, "1D block scaling factors layout". */
function placeInTile(row: number, column: number): number {
  return (row & 31) * 16 + ((row & 127) >> 5) * 4 + (column & 3);
}

/** One-byte scales in cuBLAS's tiles of 128 x 4, of a tensor of `tiledShape`. */
export function tiledGrid(tensor: Tensor, dtype: DType, columns: number): ScaleGrid {
  const tilesAcross = Math.ceil(columns / TILE.columns);
  return {
    async read({ rows, columns: [from, to] }, signal) {
      const width = to - from;
      const result = new Float32Array((rows[1] - rows[0]) * width);
      const firstTile = from >> 2;
      const tiles = ((to - 1) >> 2) - firstTile + 1;
      for (let row = rows[0]; row < rows[1]; ) {
        const band = row >> 7;
        const end = Math.min(rows[1], (band + 1) * TILE.rows);
        const start = (band * tilesAcross + firstTile) * TILE_ELEMENTS;
        const bytes = await readFlat(tensor, start, tiles * TILE_ELEMENTS, signal);
        const values = dtype.toNumbers(bytes, bytes.length);
        for (; row < end; row++)
          for (let column = from; column < to; column++)
            result[(row - rows[0]) * width + column - from] =
              values[((column >> 2) - firstTile) * TILE_ELEMENTS + placeInTile(row, column)]!;
      }
      return result;
    },
  };
}

/** Each scale changed. */
export function mappedGrid(
  grid: ScaleGrid,
  map: (signal?: AbortSignal) => Promise<(scale: number) => number>,
): ScaleGrid {
  return {
    async read(box, signal) {
      const [scales, change] = await Promise.all([grid.read(box, signal), map(signal)]);
      return Float32Array.from(scales, change);
    },
  };
}

/** How many rows and columns of the weight one scale is for. */
export interface Block {
  readonly rows: number;
  readonly columns: number;
}

/** Codes times their scales, each product rounded to float32; `columns` are those of the weight. */
export function scaled(
  codes: ReadRange,
  columns: number,
  grid: ScaleGrid,
  block: Block,
): ReadRange {
  return async (first, count, signal) => {
    if (count === 0) return new Float32Array(0);
    const last = first + count - 1;
    const [top, bottom] = [Math.floor(first / columns), Math.floor(last / columns)];
    const [left, right] = top === bottom ? [first % columns, last % columns] : [0, columns - 1];
    const box: GridBox = {
      rows: [Math.floor(top / block.rows), Math.floor(bottom / block.rows) + 1],
      columns: [Math.floor(left / block.columns), Math.floor(right / block.columns) + 1],
    };
    const [values, scales] = await Promise.all([
      codes(first, count, signal),
      grid.read(box, signal),
    ]);
    return multiplied(values, scales, { first, columns, block, box });
  };
}

interface Place {
  readonly first: number;
  readonly columns: number;
  readonly block: Block;
  readonly box: GridBox;
}

function multiplied(
  codes: NumberArray,
  scales: NumberArray,
  { first, columns, block, box }: Place,
): Float32Array {
  const result = new Float32Array(codes.length);
  const width = box.columns[1] - box.columns[0];
  let row = Math.floor(first / columns);
  let column = first % columns;
  for (let i = 0; i < codes.length; ) {
    const group = Math.floor(column / block.columns);
    const scaleRow = Math.floor(row / block.rows) - box.rows[0];
    const scale = scales[scaleRow * width + group - box.columns[0]]!;
    const end = Math.min(columns, (group + 1) * block.columns);
    const stop = Math.min(codes.length, i + end - column);
    column += stop - i;
    for (; i < stop; i++) result[i] = codes[i]! * scale;
    if (column === columns) {
      column = 0;
      row++;
    }
  }
  return result;
}
