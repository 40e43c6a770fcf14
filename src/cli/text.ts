import { visible } from '../core/visible';

/** Columns padded to line up, a row a line; empty columns at the end leave no blanks. */
export function table(cells: readonly (readonly string[])[]): string[] {
  const rows = cells.map(row => row.map(visible));
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, column) => {
      if (cell.length > (widths[column] ?? -1)) widths[column] = cell.length;
    });
  }
  return rows.map(row =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
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
