// From the click in the Explorer to the first picture, in a real workbench: our editor on a tensor beside
// VS Code's own preview on a PNG of the same picture. Prints one line of JSON.
import { open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { BROWSER_FLAGS, ensureBrowser } from '../scripts/lib/browser.mjs';
import { beforeTheEnd, temporaryFolder } from '../scripts/lib/cleanUp.mjs';
import { main, say } from '../scripts/lib/stop.mjs';
import { ensureHost } from '../scripts/lib/vscodeHost.mjs';
import { installExtension, prepareData, startServer } from '../scripts/lib/vscodeServer.mjs';
import { packageExtension } from '../scripts/package.mjs';

const ROUNDS = 3;
const LIMIT_MS = 90_000;
const LARGE_SIDE = 51_200;

/** What is opened, and what in it tells that its picture stands. */
const OURS = 'canvas.stage-base[width]';
const THEIRS = 'img';
const PAIRS = [
  { id: 'click-small', title: 'click to first picture, 512 x 512 IMAGE', name: 'image' },
  { id: 'click-large', title: 'click to first picture, 10 GiB float32 plane', name: 'large' },
];

async function writeNpy(path, shape, values) {
  const text = `{'descr': '<f4', 'fortran_order': False, 'shape': (${shape.join(', ')}), }`;
  const padded = `${text.padEnd(117)}\n`;
  const head = Buffer.alloc(10 + padded.length);
  head.write('\x93NUMPY\x01\x00', 'latin1');
  head.writeUInt16LE(padded.length, 8);
  head.write(padded, 10);
  const file = await open(path, 'w');
  await file.write(head);
  // A file without values is a hole: ten gigabytes that take no room.
  if (values) await file.write(new Uint8Array(values.buffer));
  else await file.truncate(head.length + 4 * shape.reduce((a, b) => a * b, 1));
  await file.close();
}

async function writePng(path, side, levels) {
  const { default: sharp } = await import('sharp');
  const raw = { width: side, height: side, channels: 3 };
  await writeFile(path, await sharp(levels, { raw }).png().toBuffer());
}

async function makeWorkspace() {
  const folder = temporaryFolder('click');
  const levels = new Uint8Array(512 * 512 * 3).map((_, i) => (i * 7 + (i >> 9)) % 256);
  await writePng(join(folder, 'image.png'), 512, levels);
  await writeNpy(
    join(folder, 'image.npy'),
    [1, 512, 512, 3],
    Float32Array.from(levels, v => v / 255),
  );
  await writePng(join(folder, 'large.png'), 1024, new Uint8Array(1024 * 1024 * 3));
  await writeNpy(join(folder, 'large.npy'), [LARGE_SIDE, LARGE_SIDE], null);
  return folder;
}

async function startWorkbench(folder) {
  const host = await ensureHost('lowest');
  const { platform } = await packageExtension(temporaryFolder('vsix'), ['platform']);
  const dataFolder = temporaryFolder('vscode');
  await prepareData(dataFolder);
  await installExtension(host, dataFolder, platform);
  const server = await startServer(host, { dataFolder });
  const browser = await chromium.launch({
    executablePath: await ensureBrowser(),
    args: BROWSER_FLAGS,
  });
  beforeTheEnd(() => browser.close());
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.goto(`${server.address}?folder=${encodeURI(folder)}`);
  return page;
}

const fileRow = (page, name) =>
  page.locator('.explorer-viewlet').getByRole('treeitem', { name, exact: true });

async function closeEditors(page) {
  await page.keyboard.press('F1');
  await page.locator('.quick-input-widget input[type=text]').fill('>View: Close All Editors');
  const row = page.locator('.quick-input-list .monaco-list-row');
  await row.filter({ hasText: 'View: Close All Editors' }).first().click();
  await page.locator('iframe.webview.ready:visible').first().waitFor({ state: 'detached' });
}

/** Resolves once VS Code knows our editor: a file that is opened before that is opened as text. */
async function untilReady(page) {
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

/** Milliseconds from the click until the element stands. */
async function timeOpening(page, name, selector) {
  const start = performance.now();
  await fileRow(page, name).click();
  const outer = page.locator('iframe.webview.ready:visible').last().contentFrame();
  const shown = outer.locator('iframe#active-frame').contentFrame().locator(selector).first();
  await shown.waitFor({ timeout: LIMIT_MS });
  const milliseconds = performance.now() - start;
  await closeEditors(page);
  return milliseconds;
}

const median = values => values.toSorted((a, b) => a - b)[values.length >> 1];

await main(async () => {
  const page = await startWorkbench(await makeWorkspace());
  page.setDefaultTimeout(LIMIT_MS);
  await fileRow(page, 'image.png').waitFor();
  await untilReady(page);
  // The first opening of each starts what is needed: it is told apart, not measured against.
  const first = {
    peer: await timeOpening(page, 'image.png', THEIRS),
    ours: await timeOpening(page, 'image.npy', OURS),
  };
  const rows = [];
  for (const { id, title, name } of PAIRS) {
    const times = { ours: [], peer: [] };
    for (let round = 0; round < ROUNDS; round++) {
      times.peer.push(await timeOpening(page, `${name}.png`, THEIRS));
      times.ours.push(await timeOpening(page, `${name}.npy`, OURS));
    }
    const [seconds, peerSeconds] = [median(times.ours) / 1000, median(times.peer) / 1000];
    rows.push({ id, title, seconds, peerSeconds, times });
  }
  say(JSON.stringify({ rows, first }));
});
