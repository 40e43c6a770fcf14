// `npm run bench`: ours beside our peers, in one run, on this machine. Prints a Markdown table of ratios
// and writes bench/results.json. Arguments pick rows by id; none means all.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { bundle } from './lib/bundle.mjs';
import { CACHE, compare, HERE, PYTHON, runNode } from './lib/processes.mjs';
import { HEAD, lineOf } from './lib/table.mjs';
import { ROWS } from './rows.mjs';

const run = promisify(execFile);

/** How time grows with size: 1 is linear. */
function exponentOf(sizes, seconds) {
  if (sizes.length < 2) return null;
  return Math.log(seconds.at(-1) / seconds[0]) / Math.log(sizes.at(-1) / sizes[0]);
}

async function runRow(row) {
  const sizes = row.sizes ?? [null];
  const results = [];
  // Growth is ours alone: peers are asked at the largest size.
  for (const size of sizes) results.push(await compare(row, size, size === sizes.at(-1)));
  const last = results.at(-1);
  return {
    id: row.id,
    title: row.title + (row.unit ? `, ${sizes.at(-1)} ${row.unit}` : ''),
    seconds: last.ours.seconds,
    peerSeconds: last.peer?.seconds ?? null,
    peerMissing: last.missing,
    ratio: last.peer ? last.ours.seconds / last.peer.seconds : null,
    bar: row.bar ?? null,
    aim: row.aim ?? null,
    limits: row.barSeconds ? { bar: row.barSeconds, aim: row.aimSeconds, mib: row.barMiB } : null,
    peakMiB: last.ours.peakMiB ?? null,
    exponent: exponentOf(
      sizes,
      results.map(result => result.ours.seconds),
    ),
    unit: row.unit ?? null,
    sizes: results.map((result, i) => ({ size: sizes[i], ...result })),
  };
}

/** Rows that one program of its own measures: the extension host's side, a real workbench. */
async function extraRows(program, args = [], bars = {}) {
  const nothing = { limits: null, bar: null, aim: null, peerSeconds: null, peerMissing: null };
  const { rows } = await runNode([join(HERE, program), ...args]);
  return rows.map(row => ({
    ...nothing,
    peakMiB: null,
    exponent: null,
    ...bars,
    ...row,
    ratio: row.peerSeconds ? row.seconds / row.peerSeconds : null,
  }));
}

/** Peers in JavaScript are fetched once; without them their rows say so. */
async function fetchPeers() {
  if (existsSync(join(HERE, 'node_modules'))) return;
  await run('npm', ['ci', '--no-audit', '--no-fund'], {
    cwd: HERE,
    shell: process.platform === 'win32',
  }).catch(error => console.error(`Peers in JavaScript: ${error.message.split('\n')[0]}`));
}

/** What a program of the peers in Python prints; without them their rows and files are missing, and it says so. */
async function python(program, path) {
  try {
    return (await run(PYTHON, [join(HERE, program), path], { maxBuffer: 1 << 24 })).stdout;
  } catch (error) {
    const why = String(error.stderr || error.message)
      .trim()
      .split('\n');
    console.error(`${program}: ${why.at(-1)}; apt-get install python3-numpy python3-pil`);
    process.exitCode = 1;
    return '';
  }
}

const wanted = process.argv.slice(2).filter(argument => !argument.startsWith('--'));
const isWanted = id => wanted.length === 0 || wanted.includes(id);
const results = [];

/** Runs one part of the table and prints its lines, or why it has none. */
async function report(title, work) {
  try {
    const found = await work();
    results.push(...found);
    for (const result of found) console.log(lineOf(result));
  } catch (error) {
    const why = String(error.stderr || error.message)
      .trim()
      .split('\n');
    console.log(`| ${title} | FAILED: ${why.at(-1)} |`);
    process.exitCode = 1;
  }
}

// --no-build: the bundle was made elsewhere, as on a machine without our development packages.
if (!process.argv.includes('--no-build')) await bundle(CACHE);
await fetchPeers();
await python('data.py', CACHE);
const limits = JSON.parse((await python('limits.py', join(CACHE, 'f32-256.npy'))) || '{}');
const machine = {
  cpu: cpus()[0]?.model,
  cores: cpus().length,
  memoryGiB: Math.round(totalmem() / 2 ** 30),
  ...limits,
};
console.log(HEAD);
for (const row of ROWS.filter(({ id }) => isWanted(id)))
  await report(row.title, async () => [await runRow(row)]);
if (isWanted('host'))
  await report('a 10 GiB tensor scanned from the extension host', () =>
    extraRows('responsive.mjs', [join(CACHE, 'bundle/worker.js'), join(CACHE, 'plane-c.npy')]),
  );
if (isWanted('click'))
  await report('click to first picture', () => extraRows('click.mjs', [], { bar: 1.2, aim: 1 }));
const speeds = limits.copyGBs
  ? `memory copy ${limits.copyGBs} GB/s, read from the page cache ${limits.cachedReadGBs} GB/s, from the disk ${limits.diskReadGBs} GB/s, one thread`
  : 'its limits were not measured';
console.log(`\nThis machine: ${machine.cores} x ${machine.cpu}; ${speeds}.`);
const record = { node: process.version, machine, results };
if (wanted.length === 0)
  await writeFile(join(HERE, 'results.json'), `${JSON.stringify(record, null, 2)}\n`);
