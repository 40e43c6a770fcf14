import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { ROOT } from './sourceFiles';

const run = promisify(execFile);

/** Imports a module of scripts/, which is plain JavaScript; the caller says what it gives. */
export async function importScript<T>(path: string): Promise<T> {
  return (await import(pathToFileURL(join(ROOT, 'scripts', path)).href)) as T;
}

/** Runs a script to its end; @throws with its output when it fails. */
export async function runScript(
  path: string,
  args: readonly string[] = [],
  env: NodeJS.ProcessEnv = {},
): Promise<string> {
  const { stdout } = await run(process.execPath, [join(ROOT, 'scripts', path), ...args], {
    cwd: ROOT,
    env: { ...process.env, ...env },
    maxBuffer: 2 ** 24,
  });
  return stdout;
}
