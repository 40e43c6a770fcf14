// npm run test:vscode [-- WORD...]: the suite inside the extension host of a browser-hosted VS Code, or
// the test files whose names have one of the words.
import { ensureBrowser } from './lib/browser.mjs';
import { build } from './lib/build.mjs';
import { runHostSuite, tellResults } from './lib/hostSuite.mjs';
import { ensurePackages } from './lib/npm.mjs';
import { ROOT } from './lib/places.mjs';
import { main } from './lib/stop.mjs';
import { ensureHost, hostNames } from './lib/vscodeHost.mjs';

await main(async () => {
  await ensurePackages();
  await build();
  const browser = await ensureBrowser();
  const words = process.argv.slice(2);
  let failed = 0;
  for (const name of hostNames()) {
    const results = await runHostSuite(await ensureHost(name), browser, ROOT, words);
    tellResults(`In VS Code (${name})`, results);
    failed += results.failed + (results.passed === 0 ? 1 : 0);
  }
  return failed === 0 ? 0 : 1;
});
