// Each side of a row in a process of its own.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
export const HERE = join(import.meta.dirname, '..');
export const ROOT = join(HERE, '..');
export const CACHE = join(ROOT, 'node_modules/.cache/tensor-loupe-bench');
// TENSOR_LOUPE_PYTHON names another Python that has numpy and Pillow.
export const PYTHON =
  process.env.TENSOR_LOUPE_PYTHON ??
  (existsSync('/usr/bin/python3') ? '/usr/bin/python3' : 'python3');
/** Rounds at the largest size, and at the others, which only tell how time grows; of what is over at once. */
const ROUNDS = { ratio: 3, growth: 1, short: 25 };
/** A peer that takes longer than this is asked once. */
const LONG_SECONDS = 5;

/** Has a process of ours tell the most memory it had, on its last line of stderr. */
const TELL_PEAK =
  'data:text/javascript,process.on("exit",()=>console.error(process.resourceUsage().maxRSS))';

/** What the row `permute` writes; both sides write a new file, so the last round's go first, untimed. */
const PERMUTED = { ours: 'permuted.npy', peer: 'permuted-by-numpy.npy' };

/** What the command line is given. */
const COMMANDS = {
  version: () => ['--version'],
  help: () => ['--help'],
  inspect: path => ['inspect', path],
  convert: path => ['convert', 'toChannelLast', path, '-o', join(CACHE, PERMUTED.ours)],
  lint: path => ['lint', '--no-values', path],
};

/** The programs of our peers; `data.py`'s Python has the others. */
const NODE_PEERS = { '@huggingface/hub': 'hubHeader.mjs', npyjs: 'npyjs.mjs' };

/** The last line that a program of Node prints, as JSON. */
export async function runNode(args) {
  return measure([process.execPath, ...args], false);
}

/** Runs a command; its last line as JSON, or the seconds of the whole process. */
async function measure([command, ...args], wholeProcess) {
  for (const name of Object.values(PERMUTED)) await rm(join(CACHE, name), { force: true });
  const start = performance.now();
  const { stdout, stderr } = await run(command, args, { maxBuffer: 1 << 28 });
  if (wholeProcess) {
    const peakKiB = Number(stderr.trim().split('\n').at(-1) || Number.NaN);
    const seconds = (performance.now() - start) / 1000;
    return { seconds, peakMiB: peakKiB > 0 ? Math.round(peakKiB / 1024) : null };
  }
  return JSON.parse(stdout.trim().split('\n').at(-1));
}

function oursOf(row, path, size) {
  // Telling the peak costs a module's start, which counts where a process is little more than its start.
  const flags = row.isShort ? [] : [`--import=${TELL_PEAK}`];
  const cli = [process.execPath, ...flags, join(CACHE, 'bundle/cli.js')];
  if (row.command) return [...cli, ...COMMANDS[row.command](path)];
  const program = [join(HERE, 'measure.mjs'), join(CACHE, 'bundle/ours.js')];
  return [process.execPath, ...program, row.ours, path, String(size)];
}

function peerOf(row, path, size) {
  if (row.peer === 'node') return [process.execPath, '-e', '0'];
  const program = NODE_PEERS[row.peer];
  if (program) return [process.execPath, join(HERE, program), path];
  // A whole process does its work once, as ours does.
  const rounds = row.wholeProcess ? '1' : '3';
  return [PYTHON, join(HERE, 'peers.py'), row.peer, path, String(size), rounds];
}

/** Peers that take long and that two rows share are measured once. */
const measured = new Map();

/** The best of a few alternating rounds, so that a busy moment of the machine hits both alike. */
export async function compare(row, size, withPeer) {
  const named = name => join(CACHE, name.replace('{}', String(size)));
  const peer = row.peer && withPeer ? peerOf(row, named(row.peerFile ?? row.file), size) : null;
  const key = peer?.join(' ');
  const best = { ours: null, peer: measured.get(key) ?? null, missing: null };
  const rounds = row.isShort ? ROUNDS.short : withPeer ? ROUNDS.ratio : ROUNDS.growth;
  for (let round = 0; round < rounds; round++) {
    const command = oursOf(row, named(row.file), size);
    const ours = await measure(command, row.wholeProcess);
    if (!best.ours || ours.seconds < best.ours.seconds) best.ours = ours;
    if (!peer || best.missing || (best.peer && best.peer.seconds > LONG_SECONDS)) continue;
    try {
      const found = await measure(peer, row.wholeProcess);
      if (!best.peer || found.seconds < best.peer.seconds) best.peer = found;
    } catch (error) {
      best.missing = reasonOf(error);
    }
  }
  if (best.peer?.seconds > LONG_SECONDS) measured.set(key, best.peer);
  return best;
}

/** The line that says why a peer could not run: Node ends with its version, Python with the error. */
function reasonOf(error) {
  const lines = String(error.stderr || error.message)
    .trim()
    .split('\n');
  return (lines.find(line => /^\w*Error\b/.test(line)) ?? lines.at(-1)).trim();
}
