import { joinCells } from '../core/python/cells';
import type { PythonFinding, PythonLintOptions } from '../core/python/checkText';
import { splitByCell } from '../core/python/notebook';
import { readNotebookFile } from '../core/python/notebookFile';
import type { Range } from '../core/python/positions';
import type { FileLocation, PythonFileFinding, PythonFileReport } from '../protocol/engineMethods';
import { pythonReport } from './pythonReport';
import { readTextFile } from './textFile';

/** The longest text that is read: no node is written in more, and a notebook holds its pictures. */
const MOST_BYTES = { python: 4 * 1024 * 1024, notebook: 64 * 1024 * 1024 };

/** What the check says of a Python file or a notebook, under these severities. @throws when it cannot be read */
export async function pythonFileReport(
  location: FileLocation,
  rules: unknown,
  options: PythonLintOptions = {},
  signal?: AbortSignal,
): Promise<PythonFileReport> {
  const name = location.type === 'path' ? location.path : location.name;
  const isNotebook = name.toLowerCase().endsWith('.ipynb');
  const mostBytes = isNotebook ? MOST_BYTES.notebook : MOST_BYTES.python;
  const text =
    location.type === 'path'
      ? await readTextFile(location.path, mostBytes, signal)
      : new TextDecoder('utf-8', { ignoreBOM: true }).decode(location.bytes);
  if (isNotebook) return notebookReport(text, rules, options);
  const { findings, isIncomplete } = pythonReport(text, rules, options);
  const codeAt = codeOf(text);
  return { findings: findings.map(each => ({ ...each, code: codeAt(each.range) })), isIncomplete };
}

/** The cells are one text, as in the editor. */
function notebookReport(
  text: string,
  rules: unknown,
  options: PythonLintOptions,
): PythonFileReport {
  const notebook = readNotebookFile(text);
  const { cells } = notebook;
  const joined = joinCells(cells.map(({ source }) => source));
  const lengths = cells.map(({ source }) => source.length);
  const report = pythonReport(joined.text, rules, { ...options, isNotebook: true });
  const lineOf = (cell: number, { line }: Range) => notebook.fileLine(cells[cell]!.number, line);
  const findings = splitByCell(joined, lengths, report).flatMap(({ findings: own }, i) =>
    own.map(
      ({ chain, ...finding }): PythonFileFinding => ({
        ...finding,
        code: codeOf(cells[i]!.source)(finding.range),
        chain: chain.map(step => ({
          text: step.text,
          range: wholeLine(lineOf(step.cell, step.range)),
        })),
        notebook: { cell: cells[i]!.number, fileLine: lineOf(i, finding.range) },
      }),
    ),
  );
  return { findings, isIncomplete: report.isIncomplete };
}

/** The lines of a text, without their indents, by ranges that begin in them. */
function codeOf(text: string): (range: Range) => string {
  const lines = text.split(/\r\n|\r|\n/);
  return ({ line }) => lines[line - 1]?.trim() ?? '';
}

function wholeLine(line: number): PythonFinding['range'] {
  return { line, column: 1, endLine: line, endColumn: 1 };
}
