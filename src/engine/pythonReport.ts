import { ruleSettings } from '../core/lint/settings';
import { lintPython } from '../core/python/checkText';
import { ClassCache } from '../core/python/incremental';
import type { EngineMethods, PythonReport } from '../protocol/engineMethods';
import type { ParamsOf } from '../protocol/rpc';

/** A file that takes longer is answered with what was proved so far. */
const TIME_LIMIT_MS = 2000;

/** What the shape checker says of a custom-node text, under the user's severities. */
export function pythonReport(text: string, rules: unknown, cache?: ClassCache): PythonReport {
  const settings = ruleSettings(rules);
  const now = () => performance.now();
  const limits = { timeLimitMs: TIME_LIMIT_MS, now };
  const { findings, names, isIncomplete } = lintPython(text, {
    ...limits,
    ...(cache && { cache }),
  });
  return {
    findings: findings.flatMap(finding => {
      const severity = settings[finding.rule] ?? finding.severity;
      return severity === 'off' ? [] : [{ ...finding, severity }];
    }),
    known: names,
    isIncomplete,
  };
}

const MAX_DOCUMENTS = 16;

/** Reports that remember the documents linted last, by name; the one unused for longest goes first. */
export function documentReports(): (asked: ParamsOf<EngineMethods['python']>) => PythonReport {
  const caches = new Map<string, ClassCache>();
  const cacheOf = (document: string) => {
    const cache = caches.get(document) ?? new ClassCache();
    caches.delete(document);
    caches.set(document, cache);
    const [oldest] = caches.keys();
    if (caches.size > MAX_DOCUMENTS) caches.delete(oldest!);
    return cache;
  };
  return ({ text, rules, document }) =>
    pythonReport(text, rules, document === undefined ? undefined : cacheOf(document));
}
