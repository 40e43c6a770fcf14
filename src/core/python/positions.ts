import type { SourceSpan } from './syntax/ast';

/** Lines and columns from 1, in UTF-16 units; the end is just past the last character. */
export interface Range {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** Turns offsets into lines and columns and back. */
export interface Positions {
  readonly range: (span: SourceSpan) => Range;
  /** The offset of a line and column, clamped into the text. */
  readonly offset: (line: number, column: number) => number;
}

/** Reads where lines begin (LF, CRLF, CR), in one pass over the text. */
export function readPositions(text: string): Positions {
  const starts = [0];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 10 || (code === 13 && text.charCodeAt(i + 1) !== 10)) starts.push(i + 1);
  }
  const lineAt = (offset: number): number => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  };
  return {
    range: span => {
      const [first, last] = [lineAt(span.from), lineAt(span.to)];
      return {
        line: first + 1,
        column: span.from - starts[first]! + 1,
        endLine: last + 1,
        endColumn: span.to - starts[last]! + 1,
      };
    },
    offset: (line, column) => {
      const start = starts[Math.min(Math.max(line, 1), starts.length) - 1]!;
      return Math.min(start + Math.max(column - 1, 0), text.length);
    },
  };
}
