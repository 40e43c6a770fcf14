import { joinCells } from '../../core/python/cells';
import type { KnownName, PythonFinding } from '../../core/python/checkText';
import { splitByCell } from '../../core/python/notebook';
import type { Range } from '../../core/python/positions';
import type { PythonReport } from '../../protocol/engineMethods';
import type { Uri } from '../uri';
import type { Notebook, TextFile, Texts } from '../workspace';

/** One step of the chain, which may lie in another cell. */
export interface ChainPlace {
  readonly uri: Uri;
  readonly range: Range;
  readonly text: string;
}

/** A finding in the places of its document. */
export type DocumentFinding = Omit<PythonFinding, 'chain'> & {
  readonly chain: readonly ChainPlace[];
};

/** What is said of one document: a file, a text that is not saved, or one cell of a notebook. */
export interface DocumentReport {
  readonly findings: readonly DocumentFinding[];
  readonly known: readonly KnownName[];
}

/** What is linted as one text: a document, or the Python cells of a notebook in order. */
export interface Unit {
  readonly key: string;
  /** The notebook whose cells these are; null for a file. */
  readonly notebook: Uri | null;
  readonly documents: readonly TextFile[];
  readonly text: string;
  /** Hands each document what the report says of it, in the places of that document. */
  readonly split: (report: PythonReport) => readonly DocumentReport[];
}

/** Whether a text is Python. */
export function isPython({ languageId }: TextFile): boolean {
  return languageId === 'python';
}

/** Says which open texts are linted as one. */
export class Units {
  readonly #texts: Texts;

  constructor(texts: Texts) {
    this.#texts = texts;
  }

  /** The notebook that a cell's text belongs to, if it is one. */
  notebookOf(document: TextFile): Notebook | undefined {
    return this.#texts.notebooks.find(notebook =>
      notebook.getCells().some(cell => cell.document === document),
    );
  }

  /** What tells the unit of a text from others: the same for all cells of a notebook. */
  keyOf(document: TextFile): string {
    return (this.notebookOf(document)?.uri ?? document.uri).toString();
  }

  of(document: TextFile): Unit {
    const notebook = this.notebookOf(document);
    return notebook ? notebookUnit(notebook) : fileUnit(document);
  }
}

function notebookUnit(notebook: Notebook): Unit {
  const documents = notebook
    .getCells()
    .filter(cell => cell.isCode && isPython(cell.document))
    .map(cell => cell.document);
  const texts = documents.map(cell => cell.getText());
  const joined = joinCells(texts);
  const lengths = texts.map(text => text.length);
  const place = ({ cell, ...step }: { cell: number; range: Range; text: string }): ChainPlace => ({
    ...step,
    uri: documents[cell]!.uri,
  });
  return {
    key: notebook.uri.toString(),
    notebook: notebook.uri,
    documents,
    text: joined.text,
    split: report =>
      splitByCell(joined, lengths, report).map(({ findings, known }) => ({
        findings: findings.map(finding => ({ ...finding, chain: finding.chain.map(place) })),
        known,
      })),
  };
}

function fileUnit(document: TextFile): Unit {
  const { uri } = document;
  return {
    key: uri.toString(),
    notebook: null,
    documents: [document],
    text: document.getText(),
    split: ({ findings, known }) => [
      {
        findings: findings.map(finding => ({
          ...finding,
          chain: finding.chain.map(step => ({ ...step, uri })),
        })),
        known,
      },
    ],
  };
}
