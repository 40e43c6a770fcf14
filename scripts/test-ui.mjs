// npm run test:ui: the packaged extension in a browser-hosted VS Code, driven as a user would.
import { ensureBrowser } from './lib/browser.mjs';
import { temporaryFolder } from './lib/cleanUp.mjs';
import { ensurePackages } from './lib/npm.mjs';
import { main, say } from './lib/stop.mjs';
import { runUiSuite } from './lib/uiSuite.mjs';
import { runVitest } from './lib/vitest.mjs';
import { ensureHost, hostNames } from './lib/vscodeHost.mjs';

await main(async () => {
  await ensurePackages();
  const { packageExtension } = await import('./package.mjs');
  const { platform } = await packageExtension(temporaryFolder('vsix'), ['platform']);
  const browser = await ensureBrowser();
  const webview = await runVitest('test/ui/harness/vitest.config.ts', { LOUPE_BROWSER: browser });
  say(`Webview in a browser: ${webview.passed} passed, ${webview.failed} failed`);
  let failed = webview.failed + (webview.passed === 0 ? 1 : 0);
  for (const name of hostNames()) {
    const results = await runUiSuite(await ensureHost(name), browser, platform);
    say(`In the browser (${name}): ${results.passed} passed, ${results.failed} failed`);
    failed += results.failed + (results.passed === 0 ? 1 : 0);
  }
  return failed === 0 ? 0 : 1;
});
