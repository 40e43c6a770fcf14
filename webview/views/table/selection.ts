import type { Region } from '../../../src/core/render/picture';
import type { CommonSettings } from '../../viewSettings';
import { sizeAlong, type TablePlane } from './tiles';

/** Row and column. */
export type Cell = readonly [number, number];

/** A box of cells: where it starts and how many it has. */
export interface CellRange {
  readonly row: number;
  readonly column: number;
  readonly rowCount: number;
  readonly columnCount: number;
}

/** The box of two opposite corners. */
export function rangeBetween(a: Cell, b: Cell): CellRange {
  return {
    row: Math.min(a[0], b[0]),
    column: Math.min(a[1], b[1]),
    rowCount: Math.abs(a[0] - b[0]) + 1,
    columnCount: Math.abs(a[1] - b[1]) + 1,
  };
}

/** Whether a cell lies in a box. */
export function isInRange(range: CellRange, row: number, column: number): boolean {
  return (
    row >= range.row &&
    row < range.row + range.rowCount &&
    column >= range.column &&
    column < range.column + range.columnCount
  );
}

/** The cell under a picture's cursor: a vector, which pictures draw as a row, runs down a table. */
export function cellAt(plane: TablePlane, cursor: CommonSettings['cursor']): Cell {
  const [x, y] = cursor ?? [0, 0];
  const [row, column] = plane.columns === null ? [x, 0] : [y, x];
  return [
    Math.min(row, sizeAlong(plane, plane.rows) - 1),
    Math.min(column, sizeAlong(plane, plane.columns) - 1),
  ];
}

/** Where a picture's cursor stands on a cell. */
export function cursorAt({ columns }: TablePlane, [row, column]: Cell): readonly [number, number] {
  return columns === null ? [row, 0] : [column, row];
}

/** A picture's region as cells, cut to the table; null where nothing of it is left. */
export function rangeOf(plane: TablePlane, region: Region | null): CellRange | null {
  if (!region) return null;
  const isColumn = plane.columns === null;
  const [row, column] = isColumn ? [region.x, 0] : [region.y, region.x];
  const [rows, columns] = isColumn ? [region.width, 1] : [region.height, region.width];
  const rowCount = Math.min(rows, sizeAlong(plane, plane.rows) - row);
  const columnCount = Math.min(columns, sizeAlong(plane, plane.columns) - column);
  return rowCount > 0 && columnCount > 0 ? { row, column, rowCount, columnCount } : null;
}

/** Cells as a picture's region. */
export function regionOf({ columns }: TablePlane, range: CellRange): Region {
  const { row, column, rowCount, columnCount } = range;
  return columns === null
    ? { x: row, y: 0, width: rowCount, height: 1 }
    : { x: column, y: row, width: columnCount, height: rowCount };
}

/**
 * The place that someone typed: `row, column`, or an index for each axis. Null where it is no place of the table.
 */
export function parsePlace(
  text: string,
  plane: TablePlane,
): { readonly cell: Cell; readonly index: readonly number[] } | null {
  if (!/^[\s[\]\d,;:]+$/.test(text)) return null;
  const numbers = (text.match(/\d+/g) ?? []).map(Number);
  const { shape, rows, columns } = plane;
  const sides = [rows, columns].filter(axis => axis !== null);
  const isWhole = numbers.length === shape.length;
  if (!isWhole && numbers.length !== sides.length) return null;
  const place = plane.index.map((own, axis) => {
    if (isWhole) return numbers[axis]!;
    return sides.includes(axis) ? numbers[sides.indexOf(axis)]! : own;
  });
  if (place.some((at, axis) => at >= shape[axis]!)) return null;
  const along = (axis: number | null) => (axis === null ? 0 : place[axis]!);
  return { cell: [along(rows), along(columns)], index: place };
}
