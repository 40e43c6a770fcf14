import { readRuleSettings } from '../core/lint/settings';
import { lintPython } from '../core/python/lint';
import type { PythonReport } from '../protocol/engineMethods';

/** A file that takes longer is answered with what was proved so far. */
const TIME_LIMIT_MS = 2000;

/** What the shape checker says of a custom-node text, under the user's severities. */
export function pythonReport(text: string, rules: unknown): PythonReport {
  const { settings } = readRuleSettings(rules);
  const now = () => performance.now();
  const { findings, names } = lintPython(text, { timeLimitMs: TIME_LIMIT_MS, now });
  return {
    findings: findings.flatMap(finding => {
      const severity = settings[finding.rule] ?? finding.severity;
      return severity === 'off' ? [] : [{ ...finding, severity }];
    }),
    known: names,
  };
}
