// The suite inside the extension host: bundled here, run by VS Code, its results read from a file.
import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { BROWSER_FLAGS } from './browser.mjs';
import { copyCases } from './cases.mjs';
import { beforeTheEnd, temporaryFolder } from './cleanUp.mjs';
import { OUTPUT, ROOT } from './places.mjs';
import { Stop, say } from './stop.mjs';
import { prepareData, startServer } from './vscodeServer.mjs';

const SUITE = join(ROOT, 'test', 'vscode');
const BUNDLE = join(OUTPUT, 'vscode-suite');
const LIMIT_MS = 5 * 60_000;
const POLL_MS = 100;

/** Bundles the suite; returns the file whose `run` VS Code calls. */
export async function bundleSuite() {
  const { build } = await import('esbuild');
  await rm(BUNDLE, { recursive: true, force: true });
  const tests = (await readdir(SUITE)).filter(name => name.endsWith('.test.ts'));
  await build({
    entryPoints: ['run.ts', ...tests].map(name => join(SUITE, name)),
    outdir: BUNDLE,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    sourcemap: 'inline',
    external: ['vscode', 'mocha'],
    logLevel: 'warning',
  });
  return join(BUNDLE, 'run.cjs');
}

/** Keeps VS Code's own logs, ours among them, for whoever looks into a failure. */
export async function keepLogs(dataFolder, name) {
  const kept = join(OUTPUT, name);
  await rm(kept, { recursive: true, force: true });
  const logs = join(dataFolder, 'data', 'logs');
  if (existsSync(logs)) await cp(logs, kept, { recursive: true });
}

/** What VS Code under test learns by its environment. */
export function suiteEnvironment(results) {
  return { LOUPE_TEST_RESULTS: results, LOUPE_TEST_BUNDLE: BUNDLE };
}

/** @typedef {{ passed: number, failed: number, skipped?: number, flaky?: string[], failures: { title: string, error: string }[] }} Results */

/** Reads the results a suite has left. @returns {Promise<Results>} */
export async function readResults(file) {
  return JSON.parse(await readFile(file, 'utf8'));
}

/** Tells the results of a suite, failures with their stacks. */
export function tellResults(title, results) {
  for (const { title: name, error } of results.failures) say(`  FAILED ${name}\n    ${error}`);
  for (const name of results.flaky ?? []) say(`  FLAKY ${name}`);
  say(`${title}: ${results.passed} passed, ${results.failed} failed`);
}

async function waitForResults(file, server) {
  const end = Date.now() + LIMIT_MS;
  while (!existsSync(file)) {
    if (server.child.exitCode !== null) throw new Stop('VS Code ended before its tests did');
    if (Date.now() > end)
      throw new Stop(`The tests in VS Code gave no result in ${LIMIT_MS / 60_000} minutes`);
    await new Promise(resolve => setTimeout(resolve, POLL_MS));
  }
  return readResults(file);
}

function testAddress(server, workspace, extension, entry) {
  const remote = path => `vscode-remote://${server.authority}${pathToFileURL(path).pathname}`;
  const payload = [
    ['extensionDevelopmentPath', remote(extension)],
    ['extensionTestsPath', remote(entry)],
  ];
  const query = new URLSearchParams({
    folder: pathToFileURL(workspace).pathname,
    payload: JSON.stringify(payload),
  });
  return `${server.address}?${query}`;
}

/**
 * Runs the suite in a browser-hosted VS Code.
 * @param {Awaited<ReturnType<typeof import('./vscodeHost.mjs').ensureHost>>} host
 * @param {string} browserFile
 * @returns {Promise<Results>}
 */
export async function runHostSuite(host, browserFile, extension = ROOT) {
  const { chromium } = await import('playwright-core');
  const entry = await bundleSuite();
  const workspace = join(temporaryFolder('workspace'), 'cases');
  await copyCases(workspace);
  const dataFolder = temporaryFolder('vscode');
  const results = join(dataFolder, 'results.json');
  await prepareData(dataFolder);
  const log = [];
  const server = await startServer(host, {
    dataFolder,
    testDriver: true,
    env: suiteEnvironment(results),
    onOutput: text => log.push(text),
  });
  const browser = await chromium.launch({ executablePath: browserFile, args: BROWSER_FLAGS });
  const forget = beforeTheEnd(() => browser.close());
  try {
    const page = await browser.newPage();
    page.on('console', message => log.push(`[browser] ${message.text()}\n`));
    await page.goto(testAddress(server, workspace, extension, entry));
    return await waitForResults(results, server);
  } finally {
    await mkdir(OUTPUT, { recursive: true });
    await writeFile(join(OUTPUT, `vscode-${host.name}.log`), log.join(''));
    await keepLogs(dataFolder, `vscode-${host.name}-logs`);
    forget();
    await browser.close();
    await server.stop();
  }
}
