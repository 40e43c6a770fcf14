import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of this checkout. */
export const ROOT = join(fileURLToPath(import.meta.url), '..', '..', '..');
/** What the tests leave for people to look at: results, logs, screenshots. Ignored by git. */
export const OUTPUT = join(ROOT, 'test', 'output');

/** Where VS Code hosts and samples are kept between runs, outside the checkout. */
export function cacheFolder(env = process.env) {
  const base = env.XDG_CACHE_HOME || (process.platform === 'win32' && env.LOCALAPPDATA);
  return join(base || join(homedir(), '.cache'), 'tensor-loupe');
}

/** The full path of a program on the PATH, or undefined. */
export function whichProgram(name, env = process.env) {
  const endings = process.platform === 'win32' ? (env.PATHEXT ?? '.EXE;.CMD').split(';') : [''];
  for (const folder of (env.PATH ?? '').split(delimiter)) {
    for (const ending of endings) {
      const file = join(folder, name + ending);
      if (folder !== '' && existsSync(file)) return file;
    }
  }
  return undefined;
}
