import { type Blocks, blockAt, middleOf } from './blocks';
import type { ReduceMode, ValueRange } from './picture';
import { lineKernel } from './reduceKernel';

/** One channel of a picture while its elements arrive, in any order of tiles. */
export interface Reducer {
  readonly mode: ReduceMode;
  readonly rows: Blocks;
  readonly columns: Blocks;
  /** Sum, least, greatest or nearest per pixel. */
  readonly values: Float64Array;
  /** What is not finite in each pixel's block: `NAN`, `POS_INF` and `NEG_INF` together. */
  readonly marks: Uint8Array;
  min: number;
  max: number;
  nanCount: number;
  infCount: number;
}

const NAN = 1;
const POS_INF = 2;
const NEG_INF = 4;

/** Start values that every element replaces. */
const START: Record<ReduceMode, number> = { mean: 0, min: Infinity, max: -Infinity, nearest: 0 };

/** A channel of `rows.count` by `columns.count` pixels, still empty. */
export function createReducer(mode: ReduceMode, rows: Blocks, columns: Blocks): Reducer {
  const pixelCount = rows.count * columns.count;
  return {
    mode,
    rows,
    columns,
    values: new Float64Array(pixelCount).fill(START[mode]),
    marks: new Uint8Array(pixelCount),
    min: Infinity,
    max: -Infinity,
    nanCount: 0,
    infCount: 0,
  };
}

/** A rectangle of elements as it lies in memory: lines along the axis whose neighbours are closest. */
export interface Tile {
  readonly values: Float32Array | Float64Array;
  /** Where the tile's first element lies in `values`, and how far apart neighbours are. */
  readonly base: number;
  readonly lineStride: number;
  readonly elementStride: number;
  /** Whether a line is a row or a column of the plane. */
  readonly lines: 'rows' | 'columns';
  readonly firstLine: number;
  readonly lineCount: number;
  readonly firstElement: number;
  readonly elementCount: number;
}

/** Takes the elements of a tile into the picture. */
export function addTile(reducer: Reducer, tile: Tile): void {
  const isRows = tile.lines === 'rows';
  const across = isRows ? reducer.rows : reducer.columns;
  const along = isRows ? reducer.columns : reducer.rows;
  const width = reducer.columns.count;
  const addByKernel = reducer.mode === 'mean' ? lineKernel(tile, along) : null;
  let block = blockAt(across, tile.firstLine);
  for (let i = 0; i < tile.lineCount; i++) {
    const element = tile.firstLine + i;
    if (element >= across.ends[block]!) block++;
    const line: Line = {
      base: tile.base + i * tile.lineStride,
      along,
      pixel: isRows ? block * width : block,
      pixelStride: isRows ? 1 : width,
      isMiddle: reducer.mode === 'nearest' && middleOf(across, block) === element,
    };
    if (!addByKernel?.(reducer, line)) addLine(reducer, tile, line);
  }
}

/** One line of a tile, and the pixels it falls on. */
export interface Line {
  readonly base: number;
  readonly along: Blocks;
  /** The line's pixel at block 0, and the distance to the next block's. */
  readonly pixel: number;
  readonly pixelStride: number;
  /** Whether the line is the middle one of its blocks. */
  readonly isMiddle: boolean;
}

function addLine(reducer: Reducer, tile: Tile, line: Line): void {
  const { values, elementStride, firstElement } = tile;
  const { ends } = line.along;
  const last = firstElement + tile.elementCount;
  let block = blockAt(line.along, firstElement);
  for (let element = firstElement; element < last; block++) {
    const at = line.base + (element - firstElement) * elementStride;
    const end = Math.min(ends[block]!, last);
    const pixel = line.pixel + block * line.pixelStride;
    addRun(reducer, pixel, values, at, elementStride, end - element);
    if (line.isMiddle) {
      const middle = middleOf(line.along, block) - element;
      if (middle >= 0 && middle < end - element)
        takeFinite(reducer, pixel, values[at + middle * elementStride]!);
    }
    element = end;
  }
}

/** The elements of one line that fall on one pixel. */
function addRun(
  reducer: Reducer,
  pixel: number,
  values: Tile['values'],
  at: number,
  stride: number,
  count: number,
): void {
  let [s0, s1, s2, s3] = [0, 0, 0, 0];
  let min = Infinity;
  let max = -Infinity;
  const end = at + count * stride;
  const whole = at + (count & ~3) * stride;
  let i = at;
  // Four lanes, then the rest one by one: the order in which the kernel adds.
  for (; i < whole; i += stride * 4) {
    const a = values[i]!;
    const b = values[i + stride]!;
    const c = values[i + stride * 2]!;
    const d = values[i + stride * 3]!;
    s0 += a;
    s1 += b;
    s2 += c;
    s3 += d;
    min = Math.min(min, a, b, c, d);
    max = Math.max(max, a, b, c, d);
  }
  let sum = s0 + s1 + (s2 + s3);
  for (; i < end; i += stride) {
    const v = values[i]!;
    sum += v;
    if (v < min) min = v;
    if (v > max) max = v;
  }
  // One test a run: a sum that is not finite tells that a value may not be.
  if (sum * 0 !== 0) sift(reducer, pixel, values, at, stride, end);
  else {
    if (min < reducer.min) reducer.min = min;
    if (max > reducer.max) reducer.max = max;
    combine(reducer, pixel, sum, min, max);
  }
}

/** Adds a run that may hold NaN or Inf: marks those, and combines the rest. */
function sift(
  reducer: Reducer,
  pixel: number,
  values: Tile['values'],
  at: number,
  stride: number,
  end: number,
): void {
  for (let i = at; i < end; i += stride) {
    const v = values[i]!;
    if (Number.isFinite(v)) {
      if (v < reducer.min) reducer.min = v;
      if (v > reducer.max) reducer.max = v;
      combine(reducer, pixel, v, v, v);
    } else mark(reducer, pixel, v);
  }
}

function mark(reducer: Reducer, pixel: number, value: number): void {
  if (Number.isNaN(value)) {
    reducer.nanCount++;
    reducer.marks[pixel]! |= NAN;
  } else {
    reducer.infCount++;
    reducer.marks[pixel]! |= value > 0 ? POS_INF : NEG_INF;
  }
}

function combine(reducer: Reducer, pixel: number, sum: number, min: number, max: number): void {
  const { values, mode } = reducer;
  if (mode === 'mean') values[pixel]! += sum;
  else if (mode === 'min') {
    if (min < values[pixel]!) values[pixel] = min;
  } else if (mode === 'max' && max > values[pixel]!) values[pixel] = max;
}

function takeFinite(reducer: Reducer, pixel: number, value: number): void {
  if (Number.isFinite(value)) reducer.values[pixel] = value;
}

const LARGEST_FLOAT32 = 3.4028234663852886e38;

/**
 * Writes the finished pixels to `out`, row by row, and says whether each one is one element and exact.
 */
export function finish(reducer: Reducer, out: Float32Array): boolean {
  const { rows, columns, values, marks } = reducer;
  let exact = rows.count === rows.size && columns.count === columns.size;
  for (let y = 0, pixel = 0; y < rows.count; y++) {
    const height = rows.ends[y]! - (y === 0 ? 0 : rows.ends[y - 1]!);
    for (let x = 0; x < columns.count; x++, pixel++) {
      const width = columns.ends[x]! - (x === 0 ? 0 : columns.ends[x - 1]!);
      const value = reducer.mode === 'mean' ? values[pixel]! / (height * width) : values[pixel]!;
      out[pixel] = marks[pixel] === 0 ? clampToFloat32(value) : markedValue(marks[pixel]!);
      if (exact && marks[pixel] === 0 && out[pixel] !== value) exact = false;
    }
  }
  return exact;
}

function clampToFloat32(value: number): number {
  return Math.max(-LARGEST_FLOAT32, Math.min(LARGEST_FLOAT32, value));
}

function markedValue(marks: number): number {
  if (marks & NAN) return NaN;
  return marks & POS_INF ? Infinity : -Infinity;
}

/** The range of the finite elements; null when there was none. */
export function finiteRange({ min, max }: Reducer): ValueRange | null {
  // Adding 0 turns -0 into 0: which of the two came first must not show.
  return min <= max ? { min: min + 0, max: max + 0 } : null;
}
