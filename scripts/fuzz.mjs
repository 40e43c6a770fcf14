// `npm run fuzz [-- --minutes N --format F,F --seed S --inputs N --once SEED]`: seeded structural mutation of
// the reference cases, files that fail while they are read, archives of ambiguous names and Python texts, in a
// child process for each kind, under a time and a memory limit. `--inputs` takes so many of each kind.
import { fork, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';

const FORMATS = [
  'safetensors',
  'npy',
  'npz',
  'torch',
  'image',
  'pixels',
  'archive',
  'python',
  'faults-safetensors',
  'faults-npz',
  'faults-torch',
];
const SEEDS_PER_CHILD = 20_000;
// Wall time: a busy machine may starve the child for a while.
const HANG_MILLISECONDS = 30_000;
const HEAP_MIB = 512;

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '5' },
    format: { type: 'string' },
    seed: { type: 'string' },
    once: { type: 'string' },
    inputs: { type: 'string' },
  },
});
const formats = values.format ? values.format.split(',') : FORMATS;
const unknown = formats.find(format => !FORMATS.includes(format));
if (unknown) {
  console.error(`error: unknown format ${unknown}; choose from ${FORMATS.join(', ')}`);
  process.exit(2);
}
const folder = mkdtempSync(join(tmpdir(), 'loupe-fuzz-'));
const findings = join(import.meta.dirname, '..', 'test', 'fuzz', 'regressions');
const worker = await bundle();
const totals = { inputs: 0, opened: 0, crashes: 0, findings: 0 };

const firstSeed = Number(values.once ?? values.seed ?? Date.now() % 1_000_000_000);
console.log(`seed ${firstSeed}; findings go to test/fuzz/regressions`);
const started = Date.now();
process.once('SIGINT', summary);
process.once('SIGTERM', summary);
const minutes = Number(values.minutes);
const nextSeed = new Map(formats.map(format => [format, firstSeed]));
for (
  let turn = 0;
  values.once || values.inputs ? turn < formats.length : Date.now() - started < minutes * 60_000;
  turn++
) {
  const format = formats[turn % formats.length];
  const seed = nextSeed.get(format);
  const counted = values.once ? 1 : values.inputs && Number(values.inputs);
  const share = counted ? Infinity : Math.min(30_000, (minutes * 60_000) / formats.length);
  const reached = await runChild(format, seed, seed + (counted || SEEDS_PER_CHILD) - 1, share);
  nextSeed.set(format, reached + 1);
}
summary();

function summary() {
  const hours = ((Date.now() - started) / 3_600_000).toFixed(2);
  console.log(
    `${hours} h, ${totals.inputs} inputs, ${totals.opened} opened, ${totals.crashes} crashes, ${totals.findings} findings`,
  );
  rmSync(folder, { recursive: true });
  process.exit(totals.findings > 0 ? 1 : 0);
}

async function bundle() {
  const outfile = join(import.meta.dirname, '..', 'node_modules', '.cache', 'fuzz', 'worker.mjs');
  await build({
    entryPoints: [join(import.meta.dirname, '..', 'test', 'fuzz', 'worker.ts')],
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile,
    external: ['sharp', '@tensorflow/*'],
    define: {
      'import.meta.dirname': JSON.stringify(join(import.meta.dirname, '..', 'test', 'support')),
    },
  });
  return outfile;
}

/** Runs seeds in one child until they are done, its share of time is over, or it hangs or dies. */
function runChild(format, first, last, shareMilliseconds) {
  const statusFile = join(folder, `${format}.status`);
  const job = { format, firstSeed: first, lastSeed: last, statusFile, findings };
  const child = fork(worker, [JSON.stringify(job)], {
    execArgv: [`--max-old-space-size=${HEAP_MIB}`],
  });
  const seedNow = () => {
    try {
      return Number(readFileSync(statusFile, 'utf8')) || first;
    } catch {
      return first;
    }
  };
  return new Promise(resolve => {
    let opened = 0;
    let finished = false;
    let seen = first;
    let seenAt = Date.now();
    const childStarted = Date.now();
    const finish = (seed, problem) => {
      if (finished) return;
      finished = true;
      clearInterval(watch);
      child.kill('SIGKILL');
      totals.inputs += seed - first + 1;
      totals.opened += opened;
      if (problem) {
        report(format, seed, problem);
        const dump = { ...job, firstSeed: seed, dump: true };
        spawnSync(process.execPath, [worker, JSON.stringify(dump)], { stdio: 'inherit' });
      }
      resolve(seed);
    };
    const watch = setInterval(() => {
      const seed = seedNow();
      if (seed > last) finish(last);
      else if (seed !== seen) {
        seen = seed;
        seenAt = Date.now();
      } else if (Date.now() - seenAt > HANG_MILLISECONDS) finish(seed, 'hangs');
      if (Date.now() - childStarted > shareMilliseconds) finish(seed);
    }, 500);
    child.on('message', message => {
      opened = message.progress?.opened ?? message.done?.opened ?? opened;
      if (message.finding) report(format, message.finding.seed, message.finding.message);
      if (message.done) finish(message.done.seed);
    });
    child.on('exit', (code, signal) => {
      // A message of the child may still be on its way after it has ended well.
      if (code === 0 && seedNow() > last) return;
      // Native code ends by a signal, where JavaScript would throw.
      if (!finished) totals.crashes++;
      finish(seedNow(), `the process ended with ${signal ?? `code ${code}`}`);
    });
  });
}

function report(format, seed, message) {
  totals.findings++;
  console.log(
    `FINDING ${format} --once ${seed}\n  ${message.split('\n').slice(0, 6).join('\n  ')}`,
  );
}
