// npm run test:desktop: the suite inside a desktop VS Code. VSCODE_EXECUTABLE names an installed
// one; without it the stable one is downloaded.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runTests } from '@vscode/test-electron';
import { build } from './lib/build.mjs';
import { copyCases } from './lib/cases.mjs';
import { temporaryFolder } from './lib/cleanUp.mjs';
import { bundleSuite, readResults, suiteEnvironment, tellResults } from './lib/hostSuite.mjs';
import { ensurePackages } from './lib/npm.mjs';
import { cacheFolder, ROOT } from './lib/places.mjs';
import { main, Stop } from './lib/stop.mjs';

function executable() {
  const named = process.env.VSCODE_EXECUTABLE;
  if (named && !existsSync(named)) throw new Stop(`VSCODE_EXECUTABLE: ${named} does not exist`);
  return named;
}

await main(async () => {
  await ensurePackages();
  await build();
  const workspace = join(temporaryFolder('workspace'), 'cases');
  await copyCases(workspace);
  const dataFolder = temporaryFolder('vscode');
  const results = join(dataFolder, 'results.json');
  const root = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  try {
    await runTests({
      vscodeExecutablePath: executable(),
      cachePath: join(cacheFolder(), 'desktop-hosts'),
      extensionDevelopmentPath: ROOT,
      extensionTestsPath: await bundleSuite(),
      extensionTestsEnv: suiteEnvironment(results),
      launchArgs: [
        workspace,
        '--disable-workspace-trust',
        '--disable-extensions',
        `--user-data-dir=${dataFolder}`,
        `--extensions-dir=${join(dataFolder, 'extensions')}`,
        ...root,
      ],
    });
  } catch (error) {
    if (error instanceof Stop) throw error;
    if (!existsSync(results)) throw new Stop(`VS Code could not be started: ${error.message}`);
  }
  if (!existsSync(results)) throw new Stop('VS Code ended without results of its tests');
  const found = await readResults(results);
  tellResults('In desktop VS Code', found);
  return found.failed === 0 && found.passed > 0 ? 0 : 1;
});
