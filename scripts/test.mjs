// npm test: every check and every suite, on a fresh clone too. Ends with one line over all of them.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ensureBrowser } from './lib/browser.mjs';
import { build } from './lib/build.mjs';
import { runToEnd, temporaryFolder } from './lib/cleanUp.mjs';
import { runHostSuite, tellResults } from './lib/hostSuite.mjs';
import { ensurePackages } from './lib/npm.mjs';
import { OUTPUT, ROOT } from './lib/places.mjs';
import { ensurePython } from './lib/python.mjs';
import { main, Stop, say } from './lib/stop.mjs';
import { runUiSuite } from './lib/uiSuite.mjs';
import { runVitest } from './lib/vitest.mjs';
import { ensureHost, hostNames } from './lib/vscodeHost.mjs';

const bin = (...parts) => join(ROOT, 'node_modules', ...parts);

/** Checks that pass or fail as a whole; each counts as one test. */
const CHECKS = {
  Types: [bin('typescript', 'bin', 'tsc'), '-b'],
  'Lint and format': [
    bin('@biomejs', 'biome', 'bin', 'biome'),
    'check',
    '--error-on-warnings',
    '.',
  ],
  Manifest: [join(ROOT, 'scripts', 'manifest.mjs'), '--check'],
};

const failure = (title, error) => ({ passed: 0, failed: 1, failures: [{ title, error }] });

async function check([script, ...args]) {
  const code = await runToEnd(process.execPath, [script, ...args], { cwd: ROOT });
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, failures: [] };
}

/** Work that passes by getting done; counts as so many tests. */
async function done(passed, work) {
  await work();
  return { passed, failed: 0, failures: [] };
}

/** All suites in their order; each is a title and what gives its results. */
async function* suites() {
  for (const [title, command] of Object.entries(CHECKS)) yield [title, () => check(command)];
  // Some unit tests run the built command line.
  yield ['Build', () => done(1, build)];
  yield ['Unit', () => runVitest('vitest.config.ts')];
  yield [
    'Reference libraries',
    async () =>
      runVitest('test/reference.config.ts', { TENSOR_LOUPE_PYTHON: await ensurePython() }),
  ];
  yield ['Long-running', () => runVitest('test/slow.config.ts')];
  const vsix = {};
  const pack = async () => {
    const { packageExtension } = await import('./package.mjs');
    Object.assign(vsix, await packageExtension(temporaryFolder('vsix')));
  };
  yield ['Packages', () => done(2, pack)];
  yield [
    'Webview in a browser',
    async () => {
      const browser = await ensureBrowser();
      return runVitest('test/ui/harness/vitest.config.ts', { LOUPE_BROWSER: browser });
    },
  ];
  for (const name of hostNames()) {
    const tools = async () => [await ensureHost(name), await ensureBrowser()];
    yield [`Extension host (${name})`, async () => runHostSuite(...(await tools()))];
    // The newest workbench is driven by `npm run test:ui`: its pages change under the tests from month to month.
    if (name !== 'lowest') continue;
    yield [
      `Browser (${name})`,
      async () => {
        if (!vsix.platform) throw new Stop('there is no package to install');
        return runUiSuite(...(await tools()), vsix.platform);
      },
    ];
  }
}

/** Runs one suite; whatever keeps it from running is a failure of it. */
async function results(title, run) {
  try {
    const found = await run();
    const silent = found.passed + found.failed === 0;
    return silent ? failure(title, 'not one test ran') : found;
  } catch (error) {
    return failure(title, error instanceof Stop ? error.message : error.stack);
  }
}

await main(async () => {
  await ensurePackages();
  await mkdir(OUTPUT, { recursive: true });
  const lines = [];
  let passed = 0;
  let failed = 0;
  for await (const [title, run] of suites()) {
    say(`\n--- ${title}`);
    const startedMs = Date.now();
    const found = await results(title, run);
    tellResults(title, found);
    const seconds = ((Date.now() - startedMs) / 1000).toFixed(1);
    lines.push(
      `${title.padEnd(26)} ${found.passed} passed, ${found.failed} failed  (${seconds} s)`,
    );
    passed += found.passed;
    failed += found.failed;
  }
  say(`\n${lines.join('\n')}\n\n${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
});
