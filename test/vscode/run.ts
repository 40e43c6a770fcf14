import { readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Mocha from 'mocha';

const TEST_LIMIT_MS = 30_000;

interface Failure {
  readonly title: string;
  readonly error: string;
}

/** The environment variable that the launcher must have set. */
function required(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: start this suite by npm run test:vscode`);
  return value;
}

/** Mocha would say only that the test in which it came ended twice. */
function watchForUncaught(failures: Failure[]): void {
  process.on('uncaughtExceptionMonitor', error => {
    failures.push({ title: 'an exception that nobody caught', error: textOf(error) });
  });
}

function textOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** Whole or not there: the launcher reads the file as soon as it sees it. */
function leaveResults(file: string, results: unknown): void {
  writeFileSync(`${file}.partial`, JSON.stringify(results, null, 2));
  renameSync(`${file}.partial`, file);
}

function runMocha(
  bundle: string,
): Promise<{ passed: number; failures: Failure[]; flaky: string[] }> {
  const mocha = new Mocha({
    ui: 'bdd',
    timeout: TEST_LIMIT_MS,
    retries: 1,
    reporter: 'spec',
    color: false,
  });
  for (const name of readdirSync(bundle))
    if (name.endsWith('.test.cjs')) mocha.addFile(join(bundle, name));
  let passed = 0;
  const failures: Failure[] = [];
  const flaky = new Map<string, string>();
  watchForUncaught(failures);
  return new Promise(resolve => {
    mocha
      .run(() => {
        const failed = new Set(failures.map(({ title }) => title));
        const retried = [...flaky].filter(([title]) => !failed.has(title));
        resolve({ passed, failures, flaky: retried.map(([title, why]) => `${title}: ${why}`) });
      })
      .on('pass', () => {
        passed++;
      })
      .on('retry', (test, error) => flaky.set(test.fullTitle(), String(error)))
      .on('fail', (test, error) => {
        failures.push({ title: test.fullTitle(), error: textOf(error) });
      });
  });
}

/** VS Code calls this inside the extension host. It leaves its results in a file for the launcher. */
export async function run(): Promise<void> {
  const file = required('LOUPE_TEST_RESULTS');
  try {
    const { passed, failures, flaky } = await runMocha(required('LOUPE_TEST_BUNDLE'));
    leaveResults(file, { passed, failed: failures.length, failures, flaky });
  } catch (error) {
    const title = 'the suite could not be loaded';
    leaveResults(file, { passed: 0, failed: 1, failures: [{ title, error: textOf(error) }] });
  }
}
