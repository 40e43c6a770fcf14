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
const SHELL_LINE = /^([ \t]*)(?:%{1,2}[A-Za-z_]|!|\?)[^\r\n]*|^([ \t]*)[\w.]+\?{1,2}[ \t]*$/gm;

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
  return cell.replace(SHELL_LINE, (whole: string, before: string | undefined) => {
    const indent = before ?? '';
    // The only line of a block must stay one.
    const rest = whole.length - indent.length;
    return indent + (indent && rest >= 4 ? 'pass'.padEnd(rest) : ' '.repeat(rest));
  });
}
