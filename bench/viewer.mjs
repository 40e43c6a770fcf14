// The editor measured in a real workbench: `npm run bench:viewer [-- click slider pan memory]` prints a
// Markdown table. Where no GPU is, WebGL2 is drawn by the processor too.
import { join } from 'node:path';
import { temporaryFolder } from '../scripts/lib/cleanUp.mjs';
import { main, say } from '../scripts/lib/stop.mjs';
import { writeNpy, writePng } from './lib/files.mjs';
import { memoryOf } from './lib/memory.mjs';
import {
  closeEditors,
  openWindow,
  quantile,
  startWorkbench,
  timeOpening,
  webview,
} from './lib/workbench.mjs';

const OPENS = 15;
const SLIDES = 60;
const PAN_MS = 4000;
const FILES = 50;
const PAINTERS = ['webgl2', 'canvas2d'];
/** Opened by VS Code's own preview: what opening a file costs without us. */
const CONTROLS = ['control-a.png', 'control-b.png'];

async function makeWorkspace() {
  const folder = temporaryFolder('viewer');
  const noise = length => new Float32Array(length).map((_, i) => ((i * 2654435761) % 997) / 997);
  await writeNpy(join(folder, 'image.npy'), [1, 512, 512, 3], noise(512 * 512 * 3));
  await writeNpy(join(folder, 'plane.npy'), [1024, 1024], noise(1024 * 1024));
  await writeNpy(join(folder, 'large.npy'), [20_000, 20_000], null);
  const levels = new Uint8Array(512 * 512 * 3).map((_, i) => (i * 7) % 256);
  for (const name of CONTROLS) await writePng(join(folder, name), 512, levels);
  return folder;
}

const median95 = values =>
  `median ${quantile(values, 0.5).toFixed(0)} ms, p95 ${quantile(values, 0.95).toFixed(0)} ms`;

/** From the click to the first picture, and what came over the wire until then. */
async function click({ page }, painter) {
  const times = [];
  let bytes = 0;
  // The first opening starts what is needed.
  for (let i = 0; i <= OPENS; i++) {
    const time = await timeOpening(page, 'image.npy');
    if (i > 0) times.push(time);
    bytes = await webview(page)
      .locator('body')
      .evaluate(() => window.shownBytes);
    await closeEditors(page);
  }
  return [
    [`click to first picture, 512 x 512 IMAGE, ${painter}`, median95(times)],
    ['picture bytes sent to the webview by then', `${(bytes / 1024).toFixed(0)} KiB`],
  ];
}

/** From a slider's event to the frame that shows it. */
async function slider({ page }, painter) {
  await timeOpening(page, 'plane.npy');
  const frame = webview(page);
  await frame.locator('.stage[aria-busy="false"]').waitFor();
  await page.waitForTimeout(2000);
  const exposure = frame.getByRole('slider', { name: 'Exposure', exact: true });
  const times = await exposure.evaluate(async (input, count) => {
    const found = [];
    for (let i = 0; i < count; i++) {
      await new Promise(done => setTimeout(done, 60));
      const start = performance.now();
      input.value = String(((i * 7) % 30) / 10 - 1.5);
      input.dispatchEvent(new Event('input', { bubbles: true }));
      await new Promise(done => requestAnimationFrame(() => setTimeout(done)));
      found.push(performance.now() - start);
    }
    return found;
  }, SLIDES);
  const used = await frame.locator('canvas.stage-base').getAttribute('data-painter');
  await closeEditors(page);
  return [[`slider to paint, 1024 x 1024, ${painter} (painted by ${used})`, median95(times)]];
}

/** Frames while a plane of 20,000 x 20,000 is dragged at one element a pixel. */
async function pan({ page }, painter) {
  await timeOpening(page, 'large.npy');
  const frame = webview(page);
  const stage = frame.getByRole('application');
  await stage.focus();
  await page.keyboard.press('1');
  await page.waitForTimeout(1500);
  const box = await stage.boundingBox();
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  const counted = stage.evaluate(
    (_, ms) =>
      new Promise(done => {
        const gaps = [];
        let last = performance.now();
        const end = last + ms;
        const tick = () => {
          const now = performance.now();
          gaps.push(now - last);
          last = now;
          if (now < end) requestAnimationFrame(tick);
          else done(gaps);
        };
        requestAnimationFrame(tick);
      }),
    PAN_MS,
  );
  await page.mouse.move(x, y);
  await page.mouse.down();
  for (let i = 0, end = Date.now() + PAN_MS; Date.now() < end; i++)
    await page.mouse.move(x + 150 * Math.sin(i / 20), y + 150 * Math.cos(i / 20));
  await page.mouse.up();
  const gaps = await counted;
  await closeEditors(page);
  const perSecond = ((gaps.length - 1) * 1000) / gaps.slice(1).reduce((a, b) => a + b, 0);
  const text = `${perSecond.toFixed(0)} frames per second, p95 ${quantile(gaps, 0.95).toFixed(0)} ms apart`;
  return [[`panning 20,000 x 20,000, ${painter}`, text]];
}

/** Resident memory before and after files were opened and closed, and as many by VS Code's own preview. */
async function memory(session, painter) {
  if (painter !== PAINTERS.at(-1)) return [];
  const { page } = session;
  await timeOpening(page, 'image.npy');
  await closeEditors(page);
  const rows = [];
  const tell = async title => {
    await page.waitForTimeout(8000);
    const { host, renderer } = await memoryOf(session);
    rows.push([
      `memory ${title}`,
      `extension host and engine ${host} MiB, renderers ${renderer} MiB`,
    ]);
  };
  await tell('after one file');
  const cycle = async (names, whose) => {
    for (let i = 1; i <= FILES; i++) {
      await timeOpening(page, names[i % 2]);
      await closeEditors(page);
      if (i === FILES / 2 || i === FILES) await tell(`after ${i} more ${whose}, all closed`);
    }
  };
  await cycle(['image.npy', 'plane.npy'], 'of ours');
  await cycle(CONTROLS, "by VS Code's own preview");
  return rows;
}

const PARTS = { click, slider, pan, memory };

await main(async () => {
  const wanted = process.argv.slice(2);
  const server = await startWorkbench();
  const folder = await makeWorkspace();
  say('| what | measured |\n|---|---|');
  for (const painter of PAINTERS) {
    const window = await openWindow(server.address, folder, { painter });
    for (const [name, part] of Object.entries(PARTS)) {
      if (wanted.length > 0 && !wanted.includes(name)) continue;
      for (const row of await part({ ...window, server }, painter)) say(`| ${row.join(' | ')} |`);
    }
    await window.close();
  }
});
