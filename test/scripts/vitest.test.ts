import { expect, test } from 'vitest';
import { importScript } from '../support/scripts';

interface Report {
  numPassedTests: number;
  numFailedTests: number;
  testResults: { status: string; assertionResults: { status: string }[] }[];
}
const { countReport } = await importScript<{
  countReport(report: Report): { passed: number; failed: number };
}>('lib/vitest.mjs');

test('a file that could not be loaded counts as a failure, one with failed tests by these alone', () => {
  const counts = countReport({
    numPassedTests: 5,
    numFailedTests: 1,
    testResults: [
      { status: 'passed', assertionResults: [{ status: 'passed' }] },
      { status: 'failed', assertionResults: [{ status: 'failed' }] },
      { status: 'failed', assertionResults: [] },
      { status: 'failed', assertionResults: [{ status: 'skipped' }] },
    ],
  });
  expect(counts).toMatchObject({ passed: 5, failed: 3 });
});
