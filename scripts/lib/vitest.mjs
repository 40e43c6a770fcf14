import { existsSync } from 'node:fs';
import { chmod, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runToEnd, temporaryFolder } from './cleanUp.mjs';
import { ROOT } from './places.mjs';

const VITEST = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs');
const FLAKY_REPORTER = join(ROOT, 'scripts', 'lib', 'flakyReporter.mjs');

/**
 * Runs vitest with this terminal and counts what it says. A file that could not be loaded counts as
 * one failure, and so do a run that left no report and files left in the temporary folder.
 * @param {string} config the configuration file, relative to the root
 * @param {Record<string, string>} [env]
 * @returns {Promise<import('./hostSuite.mjs').Results>}
 */
export async function runVitest(config, env = {}) {
  const folder = temporaryFolder('vitest');
  const report = join(folder, 'report.json');
  const flaky = join(folder, 'flaky.json');
  // A folder of the run's own, so that what its tests leave behind is seen.
  const temporary = temporaryFolder('tests');
  // Some tests run a program as another user, who must get there.
  await chmod(temporary, 0o755);
  const reporters = ['default', 'json', FLAKY_REPORTER].map(name => `--reporter=${name}`);
  const args = ['run', '--config', config, ...reporters, `--outputFile.json=${report}`];
  const places = { TMPDIR: temporary, TEMP: temporary, TMP: temporary, LOUPE_FLAKY_REPORT: flaky };
  await runToEnd(process.execPath, [VITEST, ...args], {
    cwd: ROOT,
    env: { ...process.env, ...places, ...env },
  });
  if (!existsSync(report)) return failedRun(config, 'vitest left no report');
  const counted = countReport(JSON.parse(await readFile(report, 'utf8')));
  const names = existsSync(flaky) ? JSON.parse(await readFile(flaky, 'utf8')) : [];
  return withLeftovers({ ...counted, flaky: names }, await readdir(temporary));
}

function failedRun(title, error) {
  return { passed: 0, failed: 1, failures: [{ title, error }] };
}

/** Files of ours that tests left behind fail the run; what Node and browsers keep there is theirs. */
function withLeftovers(results, names) {
  const left = names.filter(name => /loupe/.test(name));
  if (left.length === 0) return results;
  const error = `${left.length} entries were left in the temporary folder: ${left.slice(0, 5).join(', ')}`;
  const failure = { title: 'temporary folder', error };
  return { ...results, failed: results.failed + 1, failures: [...results.failures, failure] };
}

/** The counts of vitest's JSON report; the failures themselves it has printed already. */
export function countReport(report) {
  const broken = report.testResults.filter(
    suite => suite.status === 'failed' && suite.assertionResults.every(t => t.status !== 'failed'),
  );
  const failed = report.numFailedTests + broken.length;
  const skipped = report.testResults
    .flatMap(suite => suite.assertionResults)
    .filter(({ status }) => status === 'skipped' || status === 'pending').length;
  return { passed: report.numPassedTests, failed, skipped, failures: [] };
}
