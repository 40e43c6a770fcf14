// Whatever a script starts or makes ends with the script, however the script ends.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const GRACE_MS = 3000;
const windows = process.platform === 'win32';
const children = new Set();
const folders = new Set();
/** Work to do before the processes end, such as closing a browser in good order. */
const closers = new Set();
let watching = false;
let interrupted = false;

function watchForTheEnd() {
  if (watching) return;
  watching = true;
  for (const [signal, status] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ]) {
    process.on(signal, () => {
      interrupted = true;
      void cleanUp().finally(() => process.exit(status));
    });
  }
  process.on('exit', () => {
    for (const child of children) killTree(child, 'SIGKILL');
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  });
}

/** Ends a child and everything that it started: on POSIX each child leads its own process group. */
function killTree(child, signal) {
  if (child.pid === undefined) return;
  try {
    if (windows) spawn('taskkill', ['/pid', String(child.pid), '/t', '/f'], { stdio: 'ignore' });
    else process.kill(-child.pid, signal);
  } catch {
    // The group has ended already.
  }
}

function groupIsAlive(child) {
  if (windows) return child.exitCode === null && child.signalCode === null;
  try {
    process.kill(-child.pid, 0);
    return true;
  } catch {
    return false;
  }
}

/**
 * Starts a program whose whole process tree ends with this script.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 */
export function startProcess(command, args, options = {}) {
  watchForTheEnd();
  const child = spawn(command, args, { detached: !windows, windowsHide: true, ...options });
  children.add(child);
  // A program that leaves children behind stays on the list, so that they are ended too.
  child.once('exit', () => {
    if (!groupIsAlive(child)) children.delete(child);
  });
  child.once('error', () => children.delete(child));
  return child;
}

/** Whether the user has asked to end: what fails from here on is only the ending. */
export const wasInterrupted = () => interrupted;

/** Ends one process started here, with its tree; resolves once it is gone. */
export async function endProcess(child) {
  killTree(child, 'SIGTERM');
  const end = Date.now() + GRACE_MS;
  while (groupIsAlive(child)) {
    if (Date.now() > end) killTree(child, 'SIGKILL');
    if (Date.now() > end + GRACE_MS) break;
    await new Promise(resolve => setTimeout(resolve, 25));
  }
  children.delete(child);
}

/** A new empty folder that is removed when the script ends. */
export function temporaryFolder(name) {
  watchForTheEnd();
  const folder = mkdtempSync(join(tmpdir(), `tensor-loupe-${name}-`));
  folders.add(folder);
  return folder;
}

/** Has `close` called before processes are ended; returns a function that forgets it. */
export function beforeTheEnd(close) {
  watchForTheEnd();
  closers.add(close);
  return () => closers.delete(close);
}

/** Ends every process and removes every folder of this script. */
export async function cleanUp() {
  const pending = [...closers];
  closers.clear();
  await Promise.allSettled(pending.map(close => close()));
  await Promise.all([...children].map(endProcess));
  for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  folders.clear();
}

/**
 * Runs a program to its end with this terminal; resolves with its exit status.
 * @returns {Promise<number>}
 */
export async function runToEnd(command, args, options = {}) {
  const child = startProcess(command, args, {
    stdio: ['ignore', 'inherit', 'inherit'],
    ...options,
  });
  const [code] = await once(child, 'exit');
  return code ?? 1;
}

/** Runs a program to its end and keeps what it prints. */
export async function runQuietly(command, args, options = {}) {
  const child = startProcess(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
  let output = '';
  child.stdout.on('data', data => (output += data));
  child.stderr.on('data', data => (output += data));
  const [code] = await once(child, 'close');
  return { code: code ?? 1, output };
}
