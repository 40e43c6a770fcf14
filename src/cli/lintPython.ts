import type { ReportFile, ReportFinding } from '../core/lint/report';
import { joinCells } from '../core/python/cells';
import type { PythonFinding } from '../core/python/checkText';
import { splitByCell } from '../core/python/notebook';
import { readNotebookFile } from '../core/python/notebookFile';
import { pythonReport } from '../engine/pythonReport';
import { readTextFile } from '../engine/textFile';

/** The longest text that is read: no node is written in more, and a notebook holds its pictures. */
const MOST_BYTES = { python: 4 * 1024 * 1024, notebook: 64 * 1024 * 1024 };

/** What the check says of a Python file or a notebook, under these severities. @throws when it cannot be read */
export async function lintPythonFile(path: string, rules: unknown): Promise<ReportFile> {
  const isNotebook = path.toLowerCase().endsWith('.ipynb');
  const text = await readTextFile(path, isNotebook ? MOST_BYTES.notebook : MOST_BYTES.python);
  if (isNotebook) return { file: path, ...notebookFindings(text, rules) };
  const { findings, isIncomplete } = pythonReport(text, rules);
  return { file: path, findings: findings.map(fromPython), isIncomplete };
}

/** The cells are one text, as in the editor. */
function notebookFindings(text: string, rules: unknown): Omit<ReportFile, 'file'> {
  const notebook = readNotebookFile(text);
  const { cells } = notebook;
  const joined = joinCells(cells.map(({ source }) => source));
  const lengths = cells.map(({ source }) => source.length);
  const report = pythonReport(joined.text, rules);
  const findings = splitByCell(joined, lengths, report).flatMap(({ findings }, i) => {
    const cell = cells[i]!.number;
    return findings.map(finding => ({
      ...fromPython(finding),
      cell,
      fileLine: notebook.fileLine(cell, finding.range.line),
    }));
  });
  return { findings, isIncomplete: report.isIncomplete };
}

type Placed = Omit<PythonFinding, 'chain'>;

function fromPython({ rule, severity, message, range, fix }: Placed): ReportFinding {
  const expected = fix ? { expected: fix.title } : {};
  return { rule, severity, message, tensor: null, ...range, ...expected };
}
