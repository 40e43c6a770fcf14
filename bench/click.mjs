// From the click in the Explorer to the first picture, in a real workbench: our editor on a tensor beside
// VS Code's own preview on a PNG of the same picture. Prints one line of JSON.
import { join } from 'node:path';
import { temporaryFolder } from '../scripts/lib/cleanUp.mjs';
import { main, say } from '../scripts/lib/stop.mjs';
import { writeNpy, writePng } from './lib/files.mjs';
import {
  activationTime,
  closeEditors,
  openWindow,
  quantile,
  startWorkbench,
  timeOpening,
} from './lib/workbench.mjs';

const ROUNDS = 9;
const LARGE_SIDE = 51_200;
const WINDOWS = 5;

const PAIRS = [
  { id: 'click-small', title: 'click to first picture, 512 x 512 IMAGE', name: 'image' },
  { id: 'click-large', title: 'click to first picture, 10 GiB float32 plane', name: 'large' },
];

async function makeWorkspace() {
  const folder = temporaryFolder('click');
  const levels = new Uint8Array(512 * 512 * 3).map((_, i) => (i * 7 + (i >> 9)) % 256);
  const values = Float32Array.from(levels, v => v / 255);
  await writePng(join(folder, 'image.png'), 512, levels);
  await writeNpy(join(folder, 'image.npy'), [1, 512, 512, 3], values);
  await writePng(join(folder, 'large.png'), 1024, new Uint8Array(1024 * 1024 * 3));
  await writeNpy(join(folder, 'large.npy'), [LARGE_SIDE, LARGE_SIDE], null);
  return folder;
}

async function timeAndClose(page, name) {
  const milliseconds = await timeOpening(page, name);
  await closeEditors(page);
  return milliseconds;
}

/** The best of some windows, each opened on a folder with tensors, while all else starts too. */
async function activationRow(address, folder) {
  const times = [];
  for (let i = 0; i < WINDOWS; i++) {
    const { page, close } = await openWindow(address, folder);
    times.push(await activationTime(page));
    await close();
  }
  const title = 'activation as VS Code measures it, code loading included';
  const limits = { bar: 0.03, aim: 0.03 };
  const row = { id: 'activation', title, limits, bar: null, aim: null, peerSeconds: null };
  return { ...row, seconds: Math.min(...times) / 1000 };
}

await main(async () => {
  const server = await startWorkbench();
  const folder = await makeWorkspace();
  const activation = await activationRow(server.address, folder);
  const { page } = await openWindow(server.address, folder);
  // The first opening of each starts what is needed: it is told apart, not measured against.
  const first = {
    peer: await timeAndClose(page, 'image.png'),
    ours: await timeAndClose(page, 'image.npy'),
  };
  const rows = [activation];
  for (const { id, title, name } of PAIRS) {
    const times = { ours: [], peer: [] };
    for (let round = 0; round < ROUNDS; round++) {
      times.peer.push(await timeAndClose(page, `${name}.png`));
      times.ours.push(await timeAndClose(page, `${name}.npy`));
    }
    const [seconds, peerSeconds] = [times.ours, times.peer].map(all => quantile(all, 0.5) / 1000);
    const p95Seconds = quantile(times.ours, 0.95) / 1000;
    rows.push({ id, title, seconds, peerSeconds, p95Seconds });
  }
  say(JSON.stringify({ rows, first }));
});
