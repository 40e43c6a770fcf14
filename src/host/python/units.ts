import * as vscode from 'vscode';
import { joinCells } from '../../core/python/cells';
import type { KnownName, PythonFinding } from '../../core/python/checkText';
import type { Range } from '../../core/python/positions';
import type { PythonReport } from '../../protocol/engineMethods';

/** One step of the chain, which may lie in another cell. */
export interface ChainPlace {
  readonly uri: vscode.Uri;
  readonly range: Range;
  readonly text: string;
}

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
  readonly documents: readonly vscode.TextDocument[];
  readonly text: string;
  /** Hands each document what the report says of it, in the places of that document. */
  readonly split: (report: PythonReport) => readonly DocumentReport[];
}

const isPython = (document: vscode.TextDocument): boolean => document.languageId === 'python';

/** The notebook that a cell's text belongs to, if it is one. */
export function notebookOf(document: vscode.TextDocument): vscode.NotebookDocument | undefined {
  return vscode.workspace.notebookDocuments.find(notebook =>
    notebook.getCells().some(cell => cell.document === document),
  );
}

export function unitKey(document: vscode.TextDocument): string {
  return (notebookOf(document)?.uri ?? document.uri).toString();
}

export function unitOf(document: vscode.TextDocument): Unit {
  const notebook = notebookOf(document);
  if (!notebook) return fileUnit(document);
  const documents = notebook
    .getCells()
    .filter(cell => cell.kind === vscode.NotebookCellKind.Code && isPython(cell.document))
    .map(cell => cell.document);
  const joined = joinCells(documents.map(cell => cell.getText()));
  const move = (range: Range): Range => ({
    ...range,
    line: joined.cellAt(range.line).line,
    endLine: joined.cellAt(range.endLine).line,
  });
  const isIn = (cell: number) => (item: { range: Range }) =>
    joined.cellAt(item.range.line).cell === cell;
  const place = (finding: PythonFinding, cell: number): DocumentFinding => {
    const { fix } = finding;
    const edits = fix?.edits.map(edit => ({
      ...edit,
      from: edit.from - joined.offsets[cell]!,
      to: edit.to - joined.offsets[cell]!,
    }));
    const length = documents[cell]!.getText().length;
    // A fix that reaches into another cell is not offered.
    const isOwn = edits?.every(edit => edit.from >= 0 && edit.to <= length);
    return {
      ...finding,
      range: move(finding.range),
      chain: finding.chain.map(step => ({
        uri: documents[joined.cellAt(step.range.line).cell]!.uri,
        range: move(step.range),
        text: step.text,
      })),
      fix: fix && edits && isOwn ? { ...fix, edits } : undefined,
    };
  };
  return {
    key: notebook.uri.toString(),
    documents,
    text: joined.text,
    split: ({ findings, known }) =>
      documents.map((_, cell) => ({
        findings: findings.filter(isIn(cell)).map(finding => place(finding, cell)),
        known: known.filter(isIn(cell)).map(note => ({ ...note, range: move(note.range) })),
      })),
  };
}

function fileUnit(document: vscode.TextDocument): Unit {
  const { uri } = document;
  return {
    key: uri.toString(),
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
