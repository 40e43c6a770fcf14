import type { ReportFile, ReportFinding } from '../core/lint/report';
import { pythonFileReport } from '../engine/pythonFile';
import type { PythonFileFinding } from '../protocol/engineMethods';

/** What the check says of a Python file or a notebook, under these severities. @throws when it cannot be read */
export async function lintPythonFile(path: string, rules: unknown): Promise<ReportFile> {
  const report = await pythonFileReport({ type: 'path', path }, rules);
  return {
    file: path,
    findings: report.findings.map(fromPython),
    isIncomplete: report.isIncomplete,
  };
}

function fromPython(found: PythonFileFinding): ReportFinding {
  const { rule, severity, message, range, fix, notebook, code } = found;
  const expected = fix ? { expected: fix.title } : {};
  return { rule, severity, message, tensor: null, code, ...range, ...notebook, ...expected };
}
