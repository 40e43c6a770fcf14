// Pictures of the webview on the harness: node test/ui/harness/shoot.mjs OUT [--no-build] -- steps on stdin as JSON.
import { mkdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { chromium } from 'playwright-core';
import { BROWSER_FLAGS, ensureBrowser } from '../../../scripts/lib/browser.mjs';
import { ROOT, startBuiltHarness } from './start.mjs';

const out = resolve(process.argv[2] ?? 'test/output/shots');
await mkdir(out, { recursive: true });
const harness = await startBuiltHarness();
const browser = await chromium.launch({
  executablePath: await ensureBrowser(),
  args: BROWSER_FLAGS,
});
const shots = JSON.parse(await readFile(process.argv[3], 'utf8'));
/** Waits until nothing on the page is busy, and what came last is painted. */
async function drawn(page) {
  await page.locator('[aria-busy="true"]').last().waitFor({ state: 'detached' });
  await page.evaluate(
    () => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done))),
  );
}

for (const shot of shots) {
  const [width, height] = shot.size ?? [1280, 800];
  const viewport = { width, height };
  const page = await browser.newPage({ viewport, deviceScaleFactor: shot.ratio ?? 1 });
  page.on('console', message => console.log(shot.name, message.type(), message.text()));
  page.on('pageerror', error => console.log(shot.name, 'ERROR', error.message));
  const query = new URLSearchParams({
    file: resolve(ROOT, shot.file),
    theme: shot.theme ?? 'dark',
    ...(shot.lend && { chosen: resolve(ROOT, shot.lend) }),
    ...shot.options,
  });
  await page.goto(`${harness.origin}/?${query}`);
  await page.locator('main').waitFor();
  await drawn(page);
  for (const step of shot.steps ?? []) {
    try {
      await new Function('page', `return (async () => { ${step} })()`)(page);
    } catch (error) {
      console.log(shot.name, 'STEP', step, error.message.split('\n')[0]);
    }
    await drawn(page);
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
