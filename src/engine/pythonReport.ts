import { ruleSettings } from '../core/lint/settings';
import { lintPython, type PythonLintOptions } from '../core/python/checkText';
import { ClassCache } from '../core/python/incremental';
import type { EngineMethods, PythonReport } from '../protocol/engineMethods';
import type { ParamsOf } from '../protocol/rpc';

/** In the editor a file that takes longer is answered with what was proved so far. */
export const EDITOR_LIMIT = { timeLimitMs: 2000, now: () => performance.now() };

/**
 * What the shape checker says of a custom-node text, under the user's severities. Without a time limit
 * only steps count, so that the verdict is the same on every machine.
 */
export function pythonReport(
  text: string,
  rules: unknown,
  options: PythonLintOptions = {},
): PythonReport {
  const settings = ruleSettings(rules);
  const { findings, names, isIncomplete } = lintPython(text, options);
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
  return ({ text, rules, document, isNotebook = false }) =>
    pythonReport(text, rules, {
      ...EDITOR_LIMIT,
      isNotebook,
      ...(document !== undefined && { cache: cacheOf(document) }),
    });
}
