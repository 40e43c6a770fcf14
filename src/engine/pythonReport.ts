import type { RuleSettings } from '../core/lint/settings';
import type { PythonReport } from '../protocol/engineMethods';

export function pythonReport(_text: string, _rules: RuleSettings): PythonReport {
  return { findings: [], known: [] };
}
