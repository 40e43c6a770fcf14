// What a scan of a 10 GiB tensor does to the extension host, which runs the engine as a worker thread:
// node responsive.mjs WORKER FILE -> rows as JSON on stdout.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';

const [workerPath, path] = process.argv.slice(2);
const CANCELS = 5;
/** Scans; the best counts, as in every row: what only the machine did, it did not do each time. */
const SCANS = 3;
const OVERRIDES = { relativePath: '', kinds: [], contracts: [], rules: {} };

const worker = new Worker(workerPath);
const waiting = new Map();
let nextId = 1;
worker.on('message', message => {
  if (message.rpc === 'result') waiting.get(message.id)?.resolve(message.value);
  if (message.rpc === 'error') waiting.get(message.id)?.reject(new Error(message.error.message));
});

function call(method, params) {
  const id = nextId++;
  const reply = new Promise((resolve, reject) => waiting.set(id, { resolve, reject }));
  worker.postMessage({ rpc: 'call', id, method, params });
  return { id, reply };
}

/** Seconds from the cancel to the engine's word that the request has ended. */
async function cancelAfter(milliseconds, method, params) {
  const { id, reply } = call(method, params);
  const ended = reply.then(
    () => Promise.reject(new Error('The scan ended before it was cancelled')),
    () => performance.now(),
  );
  await sleep(milliseconds);
  const start = performance.now();
  worker.postMessage({ rpc: 'cancel', id });
  return ((await ended) - start) / 1000;
}

/** An idle process whose event loop waits beside ours: what it waits, the machine made it wait. */
function startIdle() {
  const program = `import { monitorEventLoopDelay } from 'node:perf_hooks';
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    process.stdin.on('end', () => console.log(delay.max / 1e9)).resume();`;
  const idle = spawn(process.execPath, ['--input-type=module', '-e', program]);
  let text = '';
  idle.stdout.on('data', data => (text += data));
  return async () => {
    idle.stdin.end();
    await once(idle, 'close');
    return Number(text);
  };
}

let peakBytes = 0;
const sampler = setInterval(() => {
  peakBytes = Math.max(peakBytes, process.memoryUsage.rss());
}, 100);
const { fileId, tensors } = await call('open', {
  location: { type: 'path', path },
  overrides: OVERRIDES,
}).reply;
const scan = { fileId, tensor: 0, bins: 256 };

/** Scans the whole tensor; more bins than the last time, or the answer would be at hand. */
async function scanOnce(bins) {
  const endIdle = startIdle();
  await sleep(500);
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const start = performance.now();
  await call('stats', { ...scan, bins }).reply;
  const seconds = (performance.now() - start) / 1000;
  delay.disable();
  return { seconds, waited: delay.max / 1e9, idleWaited: await endIdle() };
}

const scans = [];
for (let i = 0; i < SCANS; i++) scans.push(await scanOnce(256 + i));
const best = scans.toSorted((a, b) => a.waited - b.waited)[0];
const cancels = [];
for (let i = 0; i < CANCELS; i++)
  cancels.push(await cancelAfter(400 + i * 130, 'stats', { ...scan, bins: 300 + i }));
clearInterval(sampler);
const peakMiB = Math.round(peakBytes / 2 ** 20);
const [gib] = [tensors[0].byteLength / 2 ** 30];
const rows = [
  {
    id: 'host-scan',
    title: `statistics of a ${gib} GiB tensor, memory of the whole extension host`,
    seconds: Math.min(...scans.map(one => one.seconds)),
    peakMiB,
    limits: { bar: 60, aim: 20, mib: 300 },
  },
  {
    id: 'host-delay',
    title: "the longest wait of the extension host's event loop meanwhile (peer: an idle process)",
    seconds: best.waited,
    peerSeconds: best.idleWaited,
    scans,
    limits: { bar: 0.01, aim: 0.01 },
  },
  {
    id: 'host-cancel',
    title: `cancel of that scan takes effect, the slowest of ${CANCELS}`,
    seconds: Math.max(...cancels),
    limits: { bar: 0.05, aim: 0.05 },
  },
];
console.log(JSON.stringify({ rows }));
process.exit(0);
