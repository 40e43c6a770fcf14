// The suite in a browser: the packaged extension, installed into a VS Code that people would use.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { BROWSER_FLAGS } from './browser.mjs';
import { runToEnd, temporaryFolder } from './cleanUp.mjs';
import { copyCases } from './hostSuite.mjs';
import { OUTPUT, ROOT } from './places.mjs';
import { readVitest } from './vitestResults.mjs';
import { installExtension, prepareData, startServer } from './vscodeServer.mjs';

/** A workspace as a user has one: the samples at its root, the reference cases in a folder. */
async function uiWorkspace() {
  const folder = join(temporaryFolder('ui'), 'tensors');
  const { writeSamples } = await import('../samples.mjs');
  await writeSamples(folder);
  await copyCases(join(folder, 'cases'));
  return folder;
}

/**
 * Installs a package in a fresh VS Code and runs the suite in a real browser.
 * @param {Awaited<ReturnType<typeof import('./vscodeHost.mjs').ensureHost>>} host
 * @param {string} browserFile
 * @param {string} vsix
 */
export async function runUiSuite(host, browserFile, vsix) {
  const workspace = await uiWorkspace();
  const dataFolder = temporaryFolder('vscode');
  await prepareData(dataFolder);
  await installExtension(host, dataFolder, vsix);
  const server = await startServer(host, { dataFolder });
  await mkdir(OUTPUT, { recursive: true });
  const results = join(dataFolder, 'results.json');
  const vitest = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs');
  try {
    await runToEnd(
      process.execPath,
      [vitest, 'run', '--config', 'test/ui/vitest.config.ts', ...reporters(results)],
      {
        cwd: ROOT,
        env: {
          ...process.env,
          LOUPE_UI_ADDRESS: server.address,
          LOUPE_UI_WORKSPACE: workspace,
          LOUPE_UI_HOST: host.name,
          LOUPE_BROWSER: browserFile,
          LOUPE_BROWSER_FLAGS: BROWSER_FLAGS.join(' '),
        },
      },
    );
    return await readVitest(results);
  } finally {
    await server.stop();
  }
}

const reporters = file => ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
