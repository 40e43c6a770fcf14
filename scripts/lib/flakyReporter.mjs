import { writeFileSync } from 'node:fs';

/** A reporter of vitest: the names of tests that passed only when they were tried again. */
export default class FlakyReporter {
  #names = [];

  onTestCaseResult(test) {
    if (test.diagnostic()?.flaky) this.#names.push(test.fullName);
  }

  onTestRunEnd() {
    writeFileSync(process.env.LOUPE_FLAKY_REPORT, JSON.stringify(this.#names));
  }
}
