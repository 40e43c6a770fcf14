import type { PythonReport } from '../protocol/engineMethods';

export function pythonReport(_text: string, _rules: unknown): PythonReport {
  return { findings: [], known: [] };
}
