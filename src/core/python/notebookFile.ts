import { JsonPlaces } from '../jsonPlaces';

/** A Python cell of a notebook's file. */
interface NotebookFileCell {
  /** Its place among all cells, from 1. */
  readonly number: number;
  readonly source: string;
}

/** What the check needs of a notebook's file. */
interface NotebookFile {
  readonly cells: readonly NotebookFileCell[];
  /** The line of the file in which a line of a cell stands, both from 1; the cell's own where they share one. */
  fileLine(number: number, line: number): number;
}

interface RawCell {
  readonly cell_type?: unknown;
  readonly source?: unknown;
}

/** Reads a Jupyter notebook (nbformat 4); one of another language has no cells. @throws SyntaxError for no JSON */
export function readNotebookFile(text: string): NotebookFile {
  const { cells, metadata } = (JSON.parse(text) ?? {}) as {
    readonly cells?: unknown;
    readonly metadata?: {
      readonly kernelspec?: { readonly language?: unknown };
      readonly language_info?: { readonly name?: unknown };
    };
  };
  const language = metadata?.language_info?.name ?? metadata?.kernelspec?.language ?? 'python';
  const all: readonly RawCell[] = Array.isArray(cells) && language === 'python' ? cells : [];
  let places: JsonPlaces | undefined;
  return {
    cells: all.flatMap((cell, i) =>
      cell?.cell_type === 'code' ? [{ number: i + 1, source: sourceOf(cell) }] : [],
    ),
    fileLine(number, line) {
      places ??= new JsonPlaces(text);
      const path = ['cells', number - 1, 'source'];
      const isList = Array.isArray(all[number - 1]?.source);
      return places.lineOf(isList ? [...path, line - 1] : path);
    },
  };
}

function sourceOf({ source }: RawCell): string {
  if (Array.isArray(source)) return source.map(String).join('');
  return typeof source === 'string' ? source : '';
}
