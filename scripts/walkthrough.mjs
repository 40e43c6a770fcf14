// npm run walkthrough: makes the pictures of the walkthrough anew, one of each step for each kind of theme.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import sharp from 'sharp';
import { BROWSER_FLAGS, ensureBrowser } from './lib/browser.mjs';
import { build } from './lib/build.mjs';
import { temporaryFolder } from './lib/cleanUp.mjs';
import { ensurePackages } from './lib/npm.mjs';
import { ROOT } from './lib/places.mjs';
import { main, say } from './lib/stop.mjs';
import { ensureHost } from './lib/vscodeHost.mjs';
import { linkExtension, prepareData, startServer } from './lib/vscodeServer.mjs';

/** What VS Code calls each kind of theme in a walkthrough, and the theme that stands for it. */
const THEMES = {
  dark: 'Default Dark Modern',
  light: 'Default Light Modern',
  hc: 'Default High Contrast',
  hcLight: 'Default High Contrast Light',
};
const LIMIT_MS = 90_000;
const VIEW = { width: 1000, height: 640 };
const NODE = `import torch


class Blend:
    @classmethod
    def INPUT_TYPES(cls):
        return {"required": {"image": ("IMAGE",), "mask": ("MASK",)}}

    RETURN_TYPES = ("IMAGE",)
    FUNCTION = "run"

    def run(self, image, mask):
        blended = image * mask
        return (blended.permute(0, 3, 1, 2),)


NODE_CLASS_MAPPINGS = {"Blend": Blend}
`;

/** Runs a command of the palette by its title. */
async function run(page, title) {
  await page.keyboard.press('F1');
  await page.locator('.quick-input-widget input[type=text]').fill(`>${title}`);
  await page
    .locator('.quick-input-list .monaco-list-row')
    .filter({ hasText: title })
    .first()
    .click();
}

async function open(page, name) {
  await page.keyboard.press('Control+P');
  await page.locator('.quick-input-widget input[type=text]').fill(name);
  await page
    .locator('.quick-input-list .monaco-list-row')
    .filter({ hasText: name })
    .first()
    .click();
  await page.locator('.tabs-container').getByRole('tab', { name }).waitFor();
}

/** The inside of our page, once its picture stands. */
async function editor(page) {
  const frame = page
    .locator('iframe.webview.ready:visible')
    .last()
    .contentFrame()
    .locator('iframe#active-frame')
    .contentFrame();
  await frame.locator('.stage[aria-busy="false"]').first().waitFor();
  return frame;
}

const STEPS = {
  async look(page) {
    await open(page, 'image_and_mask.safetensors');
    const frame = await editor(page);
    await frame.getByRole('treeitem', { name: /^mask/ }).click();
    await editor(page);
  },
  async problems(page) {
    await open(page, 'wrong_channel_first.safetensors');
    await editor(page);
    await run(page, 'Problems: Focus on Problems View');
    await page.locator('.markers-panel .monaco-list-row').nth(4).waitFor();
  },
  async convert(page) {
    await run(page, 'View: Toggle Panel Visibility');
    await editor(page);
    await run(page, 'Tensor Loupe: Convert...');
    await page.locator('.quick-input-list .monaco-list-row').first().waitFor();
  },
  async python(page) {
    await page.keyboard.press('Escape');
    await open(page, 'node.py');
    await page.locator('.squiggly-error').first().waitFor();
    await run(page, 'Go to Next Problem in Files');
    await page.locator('.marker-widget').waitFor();
  },
};

/** Pictures of every step in one theme, with few colours: they are part of the package. */
async function shoot(host, browser, workspace, [kind, theme]) {
  const dataFolder = temporaryFolder('vscode');
  await prepareData(dataFolder, { 'workbench.colorTheme': theme });
  await linkExtension(dataFolder, ROOT);
  const server = await startServer(host, { dataFolder });
  const page = await browser.newPage({ viewport: VIEW });
  try {
    await page.goto(`${server.address}?folder=${encodeURI(workspace)}`, { timeout: LIMIT_MS });
    await page.locator('.explorer-viewlet .monaco-list-row').first().waitFor({ timeout: LIMIT_MS });
    await page.keyboard.press('Control+B');
    for (const [step, prepare] of Object.entries(STEPS)) {
      await prepare(page);
      const png = await page.screenshot({ animations: 'disabled' });
      const file = join(ROOT, 'media', 'walkthrough', `${step}-${kind}.png`);
      await writeFile(file, await sharp(png).png({ palette: true, effort: 10 }).toBuffer());
      say(file);
    }
  } finally {
    await page.close();
    await server.stop();
  }
}

await main(async () => {
  await ensurePackages();
  await build();
  const { writeSamples } = await import('./samples.mjs');
  const workspace = join(temporaryFolder('ui'), 'tensors');
  await writeSamples(workspace);
  await writeFile(join(workspace, 'node.py'), NODE);
  const host = await ensureHost('lowest');
  const browser = await chromium.launch({
    executablePath: await ensureBrowser(),
    args: BROWSER_FLAGS,
  });
  try {
    for (const theme of Object.entries(THEMES)) await shoot(host, browser, workspace, theme);
  } finally {
    await browser.close();
  }
  return 0;
});
