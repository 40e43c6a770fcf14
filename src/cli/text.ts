import { visible } from '../core/visible';

/** Columns padded to line up, a row a line; empty columns at the end leave no blanks. */
export function table(cells: readonly (readonly string[])[]): string[] {
  return tableOf(
    cells.map(([first = '']) => first),
    cells.map(row => row.slice(1)),
  );
}

/**
 * The same by the first cell of each row and its other ones, each line after an indent. Of thousands of rows only a
 * few dozen differ in the others: where they are one array, it is laid out once.
 */
export function tableOf(
  firstCells: readonly string[],
  otherCells: readonly (readonly string[])[],
  indent = '',
): string[] {
  const tails = tailsOf(new Set(otherCells));
  const firsts = firstCells.map(visible);
  const width = firsts.reduce((most, { length }) => Math.max(most, length), 0);
  const blanks = ' '.repeat(width);
  return firsts.map((first, row) => {
    const tail = tails.get(otherCells[row]!)!;
    if (tail === '') return (indent + first).trimEnd();
    return indent + first + blanks.slice(first.length) + tail;
  });
}

/** What follows the first cell, by the other cells. */
function tailsOf(rows: ReadonlySet<readonly string[]>): ReadonlyMap<readonly string[], string> {
  const shown = [...rows].map(cells => [cells, cells.map(visible)] as const);
  const widths: number[] = [];
  for (const [, cells] of shown)
    for (const [column, { length }] of cells.entries())
      widths[column] = Math.max(widths[column] ?? 0, length);
  return new Map(
    shown.map(([key, cells]) => {
      const padded = cells.map((cell, column) => `  ${cell.padEnd(widths[column]!)}`);
      return [key, padded.join('').trimEnd()];
    }),
  );
}

export function shapeText(shape: readonly number[]): string {
  return `[${shape.join(', ')}]`;
}

interface Line {
  readonly severity: string;
  readonly rule: string;
  readonly tensor: string | null;
  readonly message: string;
}

export function findingLine({ severity, rule, tensor, message }: Line): string {
  return visible(`  ${severity} ${rule}${tensor ? ` ${tensor}` : ''}: ${message}`);
}
