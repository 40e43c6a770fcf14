import { type ForeignLine, tokenize } from './syntax/tokenize';

/** The Python cells of a notebook as one text. */
export interface JoinedCells {
  readonly text: string;
  /** Where each cell begins in the text, in UTF-16 units. */
  readonly offsets: readonly number[];
  /** The cell that holds a line of the text, and which of its lines that is; all but the cell from 1. */
  readonly cellAt: (line: number) => { readonly cell: number; readonly line: number };
}

/** Cell magics whose cell is still Python. */
const PYTHON_MAGIC = /^%%(?:time|timeit|capture|prun|python3?|py)\b/;
/** `%matplotlib inline`, `!pip install`, `?name`, `name?`: what IPython reads before Python does. */
const SHELL_LINE = /%{1,2}[A-Za-z_]|!|\?|[\w.]+\?{1,2}[ \t]*$/my;

const isShellLine: ForeignLine = (text, at) => {
  SHELL_LINE.lastIndex = at;
  return SHELL_LINE.test(text);
};

/** Joins cells in order; magics and shell lines become as many blanks, so that every place stays. */
export function joinCells(cells: readonly string[]): JoinedCells {
  const offsets: number[] = [];
  const firstLines: number[] = [];
  let text = '';
  let line = 1;
  for (const cell of cells) {
    offsets.push(text.length);
    firstLines.push(line);
    text += `${blanked(cell)}\n`;
    line += cell.split(/\r\n|\r|\n/).length;
  }
  return {
    text,
    offsets,
    cellAt: wanted => {
      const next = firstLines.findIndex(first => first > wanted);
      const cell = (next < 0 ? firstLines.length : next) - 1;
      return { cell, line: wanted - firstLines[cell]! + 1 };
    },
  };
}

function blanked(cell: string): string {
  if (/^%%/.test(cell) && !PYTHON_MAGIC.test(cell)) return cell.replace(/[^\r\n]/g, ' ');
  const parts: string[] = [];
  let done = 0;
  for (const { from, to } of tokenize(cell, () => {}, isShellLine).foreignLines) {
    const isIndented = /[ \t]/.test(cell[from - 1] ?? '');
    // The only line of a block must stay one.
    const blank = isIndented && to - from >= 4 ? 'pass' : '';
    parts.push(cell.slice(done, from), blank.padEnd(to - from));
    done = to;
  }
  return parts.join('') + cell.slice(done);
}
