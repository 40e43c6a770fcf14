import { createHash, randomUUID } from 'node:crypto';
import { readlinkSync } from 'node:fs';
import { readdir, stat, unlink } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';

/** The start of every temporary file's name, beside its target. */
export const TEMPORARY_PREFIX = '.tensor-loupe-';
const NAME = /^\.tensor-loupe-(?:([0-9a-f]{8})-(\d+)-)?[0-9a-f-]{36}\.(tmp|old)$/;
/** What a process that cannot be asked has not written to for so long is nobody's. */
const OLD_MILLISECONDS = 24 * 3600 * 1000;

/** Where the number of a process means something: one machine, one container. */
const PLACE = createHash('sha256')
  .update(`${hostname()} ${pidNamespace()}`)
  .digest('hex')
  .slice(0, 8);

function pidNamespace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return '';
  }
}

/** A name beside a path that says whose it is: `tmp` for what is being written, `old` for what it replaces. */
export function temporaryBeside(path: string, ending: 'tmp' | 'old'): string {
  const name = `${TEMPORARY_PREFIX}${PLACE}-${process.pid}-${randomUUID()}.${ending}`;
  return join(dirname(path), name);
}

/** Removes what a killed process has left beside these paths; what lives or cannot be told from it stays. */
export async function removeLeftovers(paths: Iterable<string>): Promise<void> {
  const folders = new Set([...paths].map(dirname));
  for (const folder of folders) {
    const names = await readdir(folder).catch(() => []);
    for (const name of names) {
      const path = join(folder, name);
      if (await isLeftover(path, NAME.exec(name))) await unlink(path).catch(() => {});
    }
  }
}

async function isLeftover(path: string, match: RegExpExecArray | null): Promise<boolean> {
  if (!match) return false;
  const [, place, pid, ending] = match;
  const found = await stat(path).catch(() => undefined);
  if (!found?.isFile()) return false;
  // The last name of a file that was to be replaced: it is the user's.
  if (ending === 'old' && found.nlink < 2) return false;
  if (place === PLACE && !isAlive(Number(pid))) return true;
  return Date.now() - found.mtimeMs > OLD_MILLISECONDS;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Another user's process may not be asked, but it is there.
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
