import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runToEnd, temporaryFolder } from './cleanUp.mjs';
import { ROOT } from './places.mjs';

const VITEST = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs');

/**
 * Runs vitest with this terminal and counts what it says. A file that could not be loaded counts as
 * one failure, and so does a run that left no report.
 * @param {string} config the configuration file, relative to the root
 * @param {Record<string, string>} [env]
 * @returns {Promise<import('./hostSuite.mjs').Results>}
 */
export async function runVitest(config, env = {}) {
  const report = join(temporaryFolder('vitest'), 'report.json');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  await runToEnd(process.execPath, [VITEST, 'run', '--config', config, ...reporters], {
    cwd: ROOT,
    env: { ...process.env, ...env },
  });
  if (!existsSync(report))
    return { passed: 0, failed: 1, failures: [{ title: config, error: 'vitest left no report' }] };
  return countReport(JSON.parse(await readFile(report, 'utf8')));
}

/** The counts of vitest's JSON report; the failures themselves it has printed already. */
export function countReport(report) {
  const broken = report.testResults.filter(
    suite => suite.status === 'failed' && suite.assertionResults.every(t => t.status !== 'failed'),
  );
  const failed = report.numFailedTests + broken.length;
  return { passed: report.numPassedTests, failed, failures: [] };
}
