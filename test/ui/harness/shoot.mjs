// Pictures of the webview on the harness: node test/ui/harness/shoot.mjs OUT [--no-build] -- steps on stdin as JSON.
import { mkdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import * as esbuild from 'esbuild';
import { chromium } from 'playwright-core';
import { targets } from '../../../esbuild.mjs';
import { BROWSER_FLAGS, ensureBrowser } from '../../../scripts/lib/browser.mjs';

const root = resolve(import.meta.dirname, '..', '..', '..');
const out = resolve(process.argv[2] ?? 'test/output/shots');
const bundle = join(root, 'node_modules', '.cache', 'harness', 'server.mjs');
await mkdir(out, { recursive: true });
await esbuild.build(targets.webview);
await esbuild.build({
  ...targets.engine,
  entryPoints: [join(root, 'test/ui/harness/server.ts')],
  outdir: undefined,
  outfile: bundle,
  splitting: false,
});
const { startHarness } = await import(pathToFileURL(bundle).href);
const harness = await startHarness(root);
const browser = await chromium.launch({
  executablePath: await ensureBrowser(),
  args: BROWSER_FLAGS,
});
const shots = JSON.parse(await readFile(process.argv[3], 'utf8'));
for (const shot of shots) {
  if (shot.lend) harness.lend(resolve(root, shot.lend));
  const [width, height] = shot.size ?? [1280, 800];
  const page = await (await browser.newContext({ viewport: { width, height } })).newPage();
  page.on('console', message => console.log(shot.name, message.type(), message.text()));
  page.on('pageerror', error => console.log(shot.name, 'ERROR', error.message));
  await page.goto(harness.pageOf(resolve(root, shot.file), shot.theme ?? 'dark', shot.options));
  await page.waitForTimeout(shot.wait ?? 700);
  for (const step of shot.steps ?? []) {
    try {
      await new Function('page', `return (async () => { ${step} })()`)(page);
    } catch (error) {
      console.log(shot.name, 'STEP', step, error.message.split('\n')[0]);
    }
    await page.waitForTimeout(250);
  }
  if (shot.axe) {
    const { violations } = await new AxeBuilder({ page }).analyze();
    for (const { id, nodes } of violations)
      for (const node of nodes.slice(0, 4))
        console.log(shot.name, 'AXE', id, node.html.slice(0, 160), node.any[0]?.message ?? '');
  }
  await page.screenshot({ path: join(out, `${shot.name}.png`) });
  await page.close();
}
await browser.close();
await harness.close();
process.exit(0);
