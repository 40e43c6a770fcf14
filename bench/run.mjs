// `npm run bench`: ours beside our peers, in one run, on this machine. Prints a Markdown table of ratios
// and writes bench/results.json. Arguments pick rows by id; none means all.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ROWS } from './rows.mjs';

const run = promisify(execFile);
const HERE = import.meta.dirname;
const ROOT = join(HERE, '..');
const CACHE = join(ROOT, 'node_modules/.cache/tensor-loupe-bench');
// TENSOR_LOUPE_PYTHON names another Python that has numpy and Pillow.
const PYTHON =
  process.env.TENSOR_LOUPE_PYTHON ??
  (existsSync('/usr/bin/python3') ? '/usr/bin/python3' : 'python3');
const ROUNDS = 2;

async function bundle() {
  const requireShim =
    "import { createRequire as __cr } from 'node:module'; const require = __cr(import.meta.url);";
  const { build } = await import('esbuild');
  await build({
    entryPoints: { ours: join(HERE, 'ours.ts'), cli: join(ROOT, 'src/cli.ts') },
    outdir: join(CACHE, 'bundle'),
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    minify: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    external: ['sharp'],
    banner: { js: requireShim },
    logLevel: 'error',
  });
  // The command line asks the package beside it for its version.
  await copyFile(join(ROOT, 'package.json'), join(CACHE, 'package.json'));
}

/** Has a process of ours tell the most memory it had, on its last line of stderr. */
const TELL_PEAK =
  'data:text/javascript,process.on("exit",()=>console.error(process.resourceUsage().maxRSS))';

/** Runs a command; its last line as JSON, or the seconds of the whole process. */
async function measure(command, args, wholeProcess) {
  const start = performance.now();
  const { stdout, stderr } = await run(command, args, { maxBuffer: 1 << 28 });
  if (wholeProcess) {
    const peakKiB = Number(stderr.trim().split('\n').at(-1) || Number.NaN);
    const seconds = (performance.now() - start) / 1000;
    return { seconds, peakMiB: peakKiB > 0 ? Math.round(peakKiB / 1024) : null };
  }
  return JSON.parse(stdout.trim().split('\n').at(-1));
}

/** What the command line is given. */
const COMMANDS = {
  inspect: path => ['inspect', path],
  convert: path => ['convert', 'toChannelLast', path, '-o', join(CACHE, 'permuted.npy'), '--force'],
  lint: path => ['lint', '--no-values', path],
};

function oursOf(row, path) {
  const cli = [`--import=${TELL_PEAK}`, join(CACHE, 'bundle/cli.mjs')];
  if (row.command) return [...cli, ...COMMANDS[row.command](path)];
  return [join(HERE, 'measure.mjs'), join(CACHE, 'bundle/ours.mjs'), row.ours, path];
}

function peerOf(row, path) {
  if (row.peer === '@huggingface/hub')
    return [process.execPath, [join(HERE, 'hubHeader.mjs'), path]];
  return [PYTHON, [join(HERE, 'peers.py'), row.peer, path]];
}

/** The best of a few alternating rounds, so that a busy moment of the machine hits both alike. */
async function compare(row, size) {
  const named = name => join(CACHE, name.replace('{}', String(size)));
  const best = { ours: null, peer: null, missing: null };
  for (let round = 0; round < ROUNDS; round++) {
    const ours = await measure(process.execPath, oursOf(row, named(row.file)), row.wholeProcess);
    if (!best.ours || ours.seconds < best.ours.seconds) best.ours = ours;
    if (!row.peer || best.missing || (best.peer && best.peer.seconds > 10)) continue;
    try {
      const [command, args] = peerOf(row, named(row.peerFile ?? row.file));
      const peer = await measure(command, args, row.wholeProcess);
      if (!best.peer || peer.seconds < best.peer.seconds) best.peer = peer;
    } catch (error) {
      best.missing = String(error.stderr ?? error.message)
        .trim()
        .split('\n')
        .at(-1);
    }
  }
  return best;
}

/** How time grows with size: 1 is linear. */
function exponentOf(sizes, seconds) {
  if (sizes.length < 2) return null;
  const span = Math.log(sizes.at(-1) / sizes[0]);
  return Math.log(seconds.at(-1) / seconds[0]) / span;
}

async function runRow(row) {
  const sizes = row.sizes ?? [null];
  const results = [];
  for (const size of sizes) results.push(await compare(row, size));
  const last = results.at(-1);
  const ratio = last.peer ? last.ours.seconds / last.peer.seconds : null;
  return {
    id: row.id,
    title: row.title + (row.sizes ? `, ${sizes.at(-1)} MiB` : ''),
    seconds: last.ours.seconds,
    peerSeconds: last.peer?.seconds ?? null,
    peerMissing: last.missing,
    ratio,
    bar: row.bar ?? null,
    aim: row.aim ?? null,
    limits: row.barSeconds ? { bar: row.barSeconds, aim: row.aimSeconds, mib: row.barMiB } : null,
    peakMiB: last.ours.peakMiB ?? null,
    exponent: exponentOf(
      sizes,
      results.map(result => result.ours.seconds),
    ),
    sizes: results.map((result, i) => ({ mib: sizes[i], ...result })),
  };
}

const number = (value, digits = 2) => (value === null ? '' : value.toFixed(digits));

function verdictOf({ ratio, seconds, peakMiB, bar, aim, limits }) {
  if (limits === null) return ratio === null ? '' : verdict(ratio, bar, aim);
  return limits.mib && peakMiB > limits.mib ? 'MISSED' : verdict(seconds, limits.bar, limits.aim);
}

const verdict = (value, bar, aim) => (value <= aim ? 'aim' : value <= bar ? 'bar' : 'MISSED');

function barsOf({ bar, aim, limits }) {
  if (limits === null) return `${bar} / ${aim}`;
  return `${limits.bar} s / ${limits.aim} s${limits.mib ? `, ${limits.mib} MiB` : ''}`;
}

function lineOf(result) {
  const timed = result.peerSeconds === null ? 'none' : `${number(result.peerSeconds)} s`;
  const peer = result.peerMissing ? `missing: ${result.peerMissing}` : timed;
  const cells = [
    result.title,
    `${number(result.seconds, 3)} s`,
    peer,
    number(result.ratio),
    barsOf(result),
    verdictOf(result),
    result.peakMiB ?? '',
    number(result.exponent),
  ];
  return `| ${cells.join(' | ')} |`;
}

await mkdir(CACHE, { recursive: true });
// --no-build: the bundle was made elsewhere, as on a machine without our development packages.
if (!process.argv.includes('--no-build')) await bundle();
await run(PYTHON, [join(HERE, 'data.py'), CACHE, '16', '64', '256'], { maxBuffer: 1 << 24 });
const wanted = process.argv.slice(2).filter(argument => !argument.startsWith('--'));
const rows = ROWS.filter(row => wanted.length === 0 || wanted.includes(row.id));
console.log('| row | ours | peer | ratio | bar / aim | met | peak MiB | exponent |');
console.log('|---|---|---|---|---|---|---|---|');
const results = [];
for (const row of rows) {
  try {
    results.push(await runRow(row));
    console.log(lineOf(results.at(-1)));
  } catch (error) {
    console.log(
      `| ${row.title} | FAILED: ${String(error.stderr ?? error.message)
        .trim()
        .split('\n')
        .at(-1)} |`,
    );
    process.exitCode = 1;
  }
}
/** Rows measured in a real workbench; whatever keeps them from being measured is told in their place. */
async function clickRows() {
  const limits = {
    bar: 1.2,
    aim: 1,
    limits: null,
    peerMissing: null,
    peakMiB: null,
    exponent: null,
  };
  const { stdout } = await run(process.execPath, [join(HERE, 'click.mjs')], { maxBuffer: 1 << 24 });
  const { rows } = JSON.parse(stdout.trim().split('\n').at(-1));
  return rows.map(row => ({ ...row, ...limits, ratio: row.seconds / row.peerSeconds }));
}

// By name alone: it fetches a VS Code host and takes minutes.
if (wanted.includes('click')) {
  try {
    const found = await clickRows();
    results.push(...found);
    for (const result of found) console.log(lineOf(result));
  } catch (error) {
    const why = String(error.stderr || error.message)
      .trim()
      .split('\n');
    console.log(`| click to first picture | FAILED: ${why[0]} |`);
    process.exitCode = 1;
  }
}
const machine = {
  cpu: cpus()[0]?.model,
  cores: cpus().length,
  memoryGiB: Math.round(totalmem() / 2 ** 30),
};
const record = { node: process.version, machine, results };
if (wanted.length === 0)
  await writeFile(join(HERE, 'results.json'), `${JSON.stringify(record, null, 2)}\n`);
