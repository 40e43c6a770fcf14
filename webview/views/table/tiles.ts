import type { AxisRange } from '../../../src/core/tensor/slice';
import type { ValueText } from '../../../src/core/tensor/values';
import type { Host } from '../../host';
import { errorText, isCancelled } from '../../host';

/** Cells of one request: as many as a screen shows, with room around. */
const TILE_ROWS = 64;
/** Columns of a tile. */
const TILE_COLUMNS = 16;
const MAX_TILES = 256;

/** A table's plane: rows and columns along axes, every other axis at an index. */
export interface TablePlane {
  readonly tensor: number;
  readonly shape: readonly number[];
  /** null gives a single row or column. */
  readonly rows: number | null;
  readonly columns: number | null;
  readonly index: readonly number[];
}

/** Exact values by tile, fetched when asked for and kept. */
export class TableTiles {
  readonly #host: Host;
  readonly #changed: () => void;
  readonly #tiles = new Map<string, readonly ValueText[] | null>();
  #plane: TablePlane | null = null;
  #controller = new AbortController();
  error: string | null = null;

  constructor(host: Host, changed: () => void) {
    this.#host = host;
    this.#changed = changed;
  }

  /** Shows another plane: what was asked for is cancelled. */
  show(plane: TablePlane): void {
    this.dispose();
    this.#controller = new AbortController();
    this.#plane = plane;
    this.#tiles.clear();
    this.error = null;
  }

  dispose(): void {
    this.#controller.abort();
  }

  /** The value of a cell, or null while it is on its way. */
  value(row: number, column: number): ValueText | null {
    const tileRow = Math.floor(row / TILE_ROWS);
    const tileColumn = Math.floor(column / TILE_COLUMNS);
    const key = `${tileRow}/${tileColumn}`;
    if (!this.#tiles.has(key)) this.#fetch(key, tileRow * TILE_ROWS, tileColumn * TILE_COLUMNS);
    const tile = this.#tiles.get(key);
    if (!tile) return null;
    const width = this.#columnsAt(tileColumn * TILE_COLUMNS);
    return tile[(row % TILE_ROWS) * width + (column % TILE_COLUMNS)] ?? null;
  }

  #columnsAt(column: number): number {
    const plane = this.#plane!;
    return Math.min(TILE_COLUMNS, sizeAlong(plane, plane.columns) - column);
  }

  #fetch(key: string, row: number, column: number): void {
    const plane = this.#plane;
    if (!plane || this.error !== null) return;
    this.#tiles.set(key, null);
    const rowCount = Math.min(TILE_ROWS, sizeAlong(plane, plane.rows) - row);
    const ranges = planeRanges(plane, [row, rowCount], [column, this.#columnsAt(column)]);
    const turned = isTurned(plane);
    this.#host.call('values', { tensor: plane.tensor, ranges }, this.#controller.signal).then(
      ({ values }) => {
        if (this.#plane !== plane) return;
        this.#tiles.set(
          key,
          turned ? transpose(values, this.#columnsAt(column), rowCount) : values,
        );
        this.#dropOldest();
        this.#changed();
      },
      (error: unknown) => {
        if (isCancelled(error) || this.#plane !== plane) return;
        this.error = errorText(error);
        this.#changed();
      },
    );
  }

  #dropOldest(): void {
    for (const key of this.#tiles.keys()) {
      if (this.#tiles.size <= MAX_TILES) return;
      this.#tiles.delete(key);
    }
  }
}

/** How long the plane is along one of its axes. */
export function sizeAlong(plane: TablePlane, axis: number | null): number {
  return axis === null ? 1 : (plane.shape[axis] ?? 1);
}

/** Rows along a later axis than the columns: values come turned. */
export function isTurned(plane: TablePlane): boolean {
  return plane.rows !== null && plane.columns !== null && plane.rows > plane.columns;
}

/** The box of the tensor behind a run of rows and one of columns, each `[start, count]`. */
export function planeRanges(
  plane: TablePlane,
  rows: readonly [number, number],
  columns: readonly [number, number],
): AxisRange[] {
  return plane.shape.map((_, axis) => {
    if (axis === plane.rows) return { start: rows[0], count: rows[1], step: 1 };
    if (axis === plane.columns) return { start: columns[0], count: columns[1], step: 1 };
    return { start: plane.index[axis] ?? 0, count: 1, step: 1 };
  });
}

/** `rows` x `columns` values as `columns` x `rows`. */
export function transpose<T>(values: readonly T[], rows: number, columns: number): T[] {
  return Array.from(
    { length: values.length },
    (_, at) => values[(at % rows) * columns + Math.floor(at / rows)]!,
  );
}
