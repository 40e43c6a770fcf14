// A real workbench in a real browser, driven and timed by what is on screen.
import { chromium } from 'playwright-core';
import { BROWSER_FLAGS, ensureBrowser } from '../../scripts/lib/browser.mjs';
import { beforeTheEnd, temporaryFolder } from '../../scripts/lib/cleanUp.mjs';
import { ensureHost } from '../../scripts/lib/vscodeHost.mjs';
import { installExtension, prepareData, startServer } from '../../scripts/lib/vscodeServer.mjs';
import { packageExtension } from '../../scripts/package.mjs';

const LIMIT_MS = 90_000;

/** What stands when a picture does: VS Code's own preview, and our editor. */
const PICTURES = 'body.ready img, canvas.stage-base[data-painter]:not([hidden])';

/** Runs in every frame: notes when its first picture has been on screen for a frame, by the wall clock. */
function notePicture({ selector, painter }) {
  const now = () => performance.timeOrigin + performance.now();
  const bytes = () => document.querySelector('loupe-app')?.pictures.receivedBytes ?? 0;
  const shown = () => Object.assign(window, { shownAt: now(), shownBytes: bytes() });
  // By a timer: VS Code writes the page into the frame anew, which ends what waits for a frame.
  const timer = setInterval(() => {
    if (painter && document.body) document.body.dataset.painter = painter;
    if (!document.querySelector(selector)) return;
    clearInterval(timer);
    requestAnimationFrame(() => setTimeout(shown));
  }, 4);
  const note = event =>
    Object.assign(window, { clickedAt: performance.timeOrigin + event.timeStamp });
  window.addEventListener('pointerdown', note, { capture: true });
}

/** Installs our package in a fresh VS Code and starts its server. */
export async function startWorkbench() {
  const host = await ensureHost('lowest');
  const { platform } = await packageExtension(temporaryFolder('vsix'), ['platform']);
  const dataFolder = temporaryFolder('vscode');
  await prepareData(dataFolder);
  await installExtension(host, dataFolder, platform);
  return startServer(host, { dataFolder });
}

/**
 * Opens a folder in a browser's window; resolves once VS Code knows our editor, before which a file is
 * opened as text.
 * @param {string} address
 * @param {string} folder
 * @param {{ painter?: string }} options what our editor is to paint with
 */
export async function openWindow(address, folder, { painter } = {}) {
  const browser = await chromium.launch({
    executablePath: await ensureBrowser(),
    args: BROWSER_FLAGS,
  });
  beforeTheEnd(() => browser.close());
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  page.setDefaultTimeout(LIMIT_MS);
  await page.addInitScript(notePicture, { selector: PICTURES, painter });
  await page.goto(`${address}?folder=${encodeURI(folder)}`);
  await page.locator('.explorer-viewlet .monaco-list-row').first().waitFor();
  await untilKnown(page);
  return { page, browser, close: () => browser.close() };
}

async function untilKnown(page) {
  const title = 'Tensor Loupe: Show Log';
  const row = page.locator('.quick-input-list .monaco-list-row').filter({ hasText: title }).first();
  const deadline = Date.now() + LIMIT_MS;
  for (let known = false; !known && Date.now() < deadline; ) {
    await page.keyboard.press('F1');
    await page.keyboard.type(title);
    known = await row.waitFor({ timeout: 2000 }).then(
      () => true,
      () => false,
    );
    await page.keyboard.press('Escape');
  }
}

export async function runCommand(page, title) {
  await page.keyboard.press('F1');
  await page.locator('.quick-input-widget input[type=text]').fill(`>${title}`);
  const row = page.locator('.quick-input-list .monaco-list-row');
  await row.filter({ hasText: title }).first().click();
}

/** What VS Code itself says our activation took in this window, code loading included; milliseconds. */
export async function activationTime(page) {
  await runCommand(page, 'Developer: Show Running Extensions');
  const row = page.locator('.runtime-extensions-editor .monaco-list-row');
  const own = row.filter({ hasText: 'Tensor Loupe' }).filter({ hasText: /Activation: \d+ms/ });
  return Number(/Activation: (\d+)ms/.exec(await own.first().textContent())[1]);
}

export async function closeEditors(page) {
  await runCommand(page, 'View: Close All Editors');
  const left = page.locator('iframe.webview');
  await left.first().waitFor({ state: 'detached' });
  // What closing has set going ends before the next click.
  await page.waitForTimeout(300);
}

/** The inside of the webview in front. */
export function webview(page) {
  const outer = page.locator('iframe.webview.ready:visible').last().contentFrame();
  return outer.locator('iframe#active-frame').contentFrame();
}

/** Clicks a file in the Explorer; milliseconds from the press of the button until its picture was seen. */
export async function timeOpening(page, name) {
  const tree = page.locator('.explorer-viewlet');
  await tree.getByRole('treeitem', { name, exact: true }).click();
  const body = webview(page).locator('body');
  const shownAt = await body.evaluate(
    () =>
      new Promise(done => {
        const ask = () => (window.shownAt ? done(window.shownAt) : setTimeout(ask, 20));
        ask();
      }),
  );
  return shownAt - (await page.evaluate(() => window.clickedAt));
}

/** The value below which a share of the values lies. */
export function quantile(values, share) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}
