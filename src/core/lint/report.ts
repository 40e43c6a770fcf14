import type { Finding, RuleId, Severity } from '../findings';
import { SEVERITIES } from '../findings';

/** A finding as reports take it: of a tensor, or of a place in Python code (1-based, end exclusive). */
export interface ReportFinding extends Omit<Finding, 'rule' | 'tensor'> {
  readonly rule: RuleId;
  readonly tensor?: string | null;
  /** The line of code, without its indent: it stays when lines above it come and go. */
  readonly code?: string;
  /** The cell of a notebook that the lines are of, from 1. */
  readonly cell?: number;
  /** The line of the notebook's file, for tools that know no cells. */
  readonly fileLine?: number;
  readonly line?: number;
  readonly column?: number;
  readonly endLine?: number;
  readonly endColumn?: number;
}

/** One file of a report, by the path that the user gave or the walk found. */
export interface ReportFile {
  readonly file: string;
  readonly findings: readonly ReportFinding[];
  /** True where the check reached its limit: what it did not come to is not told. */
  readonly isIncomplete?: boolean;
}

/** What is said of a file that a check left half done. */
export const INCOMPLETE =
  'the check reached its limit and ended early: part of the file is not checked';

/** Whether any finding is at or above a severity; `hint` is the lowest. */
export function reaches(files: readonly ReportFile[], level: Severity): boolean {
  const limit = SEVERITIES.indexOf(level);
  return files.some(file =>
    file.findings.some(finding => SEVERITIES.indexOf(finding.severity) <= limit),
  );
}
