// npm test: every check and every suite, on a fresh clone too. Ends with one line over all of them.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ensureBrowser } from './lib/browser.mjs';
import { build } from './lib/build.mjs';
import { runToEnd, temporaryFolder } from './lib/cleanUp.mjs';
import { ensureForeign, runForeign } from './lib/foreign.mjs';
import { runHostSuite, tellResults } from './lib/hostSuite.mjs';
import { ensurePackages } from './lib/npm.mjs';
import { OUTPUT, ROOT } from './lib/places.mjs';
import { ensurePython } from './lib/python.mjs';
import { Missing, main, Stop, say } from './lib/stop.mjs';
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

/** CI: a suite that did not run is a failure, and so is a skipped test of the reference libraries. */
const isStrict = process.env.TENSOR_LOUPE_CI === '1';

/**
 * One suite: its title, the tools it needs (which say what is missing by a `Missing`), and what runs it.
 * @template [Tools=unknown]
 * @typedef {{ title: string, tools?: () => Promise<Tools>, run: (tools: Tools) => Promise<import('./lib/hostSuite.mjs').Results>, skipsFail?: boolean }} Suite
 */

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

const vsix = {};

async function pack() {
  const { packageExtension } = await import('./package.mjs');
  Object.assign(vsix, await packageExtension(temporaryFolder('vsix')));
}

/** The suites of one VS Code; the newest workbench's pages change under the tests from month to month. */
function hostSuites(name) {
  const tools = async () => [await ensureHost(name), await ensureBrowser()];
  const inHost = {
    title: `Extension host (${name})`,
    tools,
    run: ([host, browser]) => runHostSuite(host, browser),
  };
  const inBrowser = {
    title: `Browser (${name})`,
    tools,
    run: ([host, browser]) => {
      if (!vsix.platform) throw new Stop('there is no package to install');
      return runUiSuite(host, browser, vsix.platform);
    },
  };
  return [inHost, inBrowser];
}

/** All suites in their order. @type {Suite[]} */
const SUITES = [
  ...Object.entries(CHECKS).map(([title, command]) => ({ title, run: () => check(command) })),
  // Some tests run the built command line.
  { title: 'Build', run: () => done(1, build) },
  { title: 'Unit', run: () => runVitest('vitest.config.ts') },
  {
    title: 'Reference libraries',
    tools: ensurePython,
    run: python => runVitest('test/reference.config.ts', { TENSOR_LOUPE_PYTHON: python }),
    skipsFail: true,
  },
  {
    title: 'Long-running',
    tools: async () => ensurePython().catch(() => ''),
    run: python => runVitest('test/slow.config.ts', { TENSOR_LOUPE_PYTHON: python }),
  },
  { title: "Other projects' files", tools: ensureForeign, run: runForeign },
  { title: 'Packages', run: () => done(2, pack) },
  {
    title: 'Webview in a browser',
    tools: ensureBrowser,
    run: browser => runVitest('test/ui/harness/vitest.config.ts', { LOUPE_BROWSER: browser }),
  },
  ...hostNames().flatMap(hostSuites),
];

/** Runs one suite; whatever keeps it from running is a failure of it, or said where a tool is missing. */
async function results({ title, tools = async () => undefined, run, skipsFail = false }) {
  try {
    const found = await run(await tools());
    if (found.passed + found.failed === 0) return failure(title, 'not one test ran');
    const isSkipped = isStrict && skipsFail && (found.skipped ?? 0) > 0;
    return isSkipped
      ? { ...found, ...withFailure(found, `${found.skipped} tests skipped`) }
      : found;
  } catch (error) {
    const isMissing = error instanceof Missing && !(isStrict && !error.isOptional);
    if (isMissing) return { passed: 0, failed: 0, failures: [], missing: error.message };
    return failure(title, error instanceof Stop ? error.message : error.stack);
  }
}

function withFailure(found, error) {
  const failures = [...found.failures, { title: 'skipped', error }];
  return { failed: found.failed + 1, failures };
}

function lineOf(title, found, startedMs) {
  const seconds = ((Date.now() - startedMs) / 1000).toFixed(1);
  const counts = found.missing
    ? `not run: needs ${found.missing}`
    : `${found.passed} passed, ${found.failed} failed`;
  return `${title.padEnd(26)} ${counts}  (${seconds} s)`;
}

await main(async () => {
  await ensurePackages();
  await mkdir(OUTPUT, { recursive: true });
  const lines = [];
  const flaky = [];
  let passed = 0;
  let failed = 0;
  for (const suite of SUITES) {
    say(`\n--- ${suite.title}`);
    const startedMs = Date.now();
    const found = await results(suite);
    if (!found.missing) tellResults(suite.title, found);
    lines.push(lineOf(suite.title, found, startedMs));
    flaky.push(...(found.flaky ?? []));
    passed += found.passed;
    failed += found.failed;
  }
  const tried = flaky.map(name => `  ${name}`);
  if (tried.length > 0) lines.push('', 'Flaky, passed when tried again:', ...tried);
  say(`\n${lines.join('\n')}\n\n${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
});
