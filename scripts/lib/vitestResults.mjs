import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';

/**
 * Reads the counts of vitest's JSON report. A file that could not be loaded counts as one failure,
 * and so does a run that left no report.
 * @returns {Promise<import('./hostSuite.mjs').Results>}
 */
export async function readVitest(file) {
  if (!existsSync(file))
    return { passed: 0, failed: 1, failures: [{ title: 'vitest', error: 'it left no report' }] };
  const report = JSON.parse(await readFile(file, 'utf8'));
  const broken = report.testResults.filter(
    suite => suite.status === 'failed' && suite.assertionResults.every(t => t.status !== 'failed'),
  );
  // vitest has printed the failures themselves.
  const failed = report.numFailedTests + broken.length;
  return { passed: report.numPassedTests, failed, failures: [] };
}
