import type { KnownName } from './checkText';

/** The name or call that a place means, line and column from 1: the innermost of those round it. */
export function knownAt(
  known: readonly KnownName[],
  line: number,
  column: number,
): KnownName | undefined {
  const holds = ({ range }: KnownName) =>
    isBefore(range.line, range.column, line, column) &&
    isBefore(line, column, range.endLine, range.endColumn);
  return known.filter(holds).reduce<KnownName | undefined>(
    // A range that begins later, or ends sooner, lies inside the other.
    (best, { range }, i, all) =>
      !best ||
      (isBefore(best.range.line, best.range.column, range.line, range.column) &&
        isBefore(range.endLine, range.endColumn, best.range.endLine, best.range.endColumn))
        ? all[i]
        : best,
    undefined,
  );
}

function isBefore(line: number, column: number, otherLine: number, otherColumn: number): boolean {
  return line < otherLine || (line === otherLine && column <= otherColumn);
}
