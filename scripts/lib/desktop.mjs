// VS Code on the desktop: an own instance with its own data, so that it can be ended as a whole.
import { readFile, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeTheEnd, runQuietly, startProcess } from './cleanUp.mjs';
import { whichProgram } from './places.mjs';
import { plainEnvironment } from './vscodeServer.mjs';

const OLDEST = [1, 100];

/** Whether a version text such as `1.100.3` is one that the extension runs in. */
export function isSupportedVersion(text) {
  const [major, minor] = text.split('.').map(Number);
  return major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]);
}

/**
 * The desktop `code`, or the reason why there is none to use.
 * @returns {Promise<{ program?: string, reason?: string }>}
 */
export async function findDesktop(env = process.env) {
  const program = whichProgram('code', env);
  if (!program) return { reason: 'no `code` on the PATH' };
  // In a terminal of a remote window `code` only talks to that window.
  if (env.VSCODE_IPC_HOOK_CLI) return { reason: 'this terminal belongs to a remote VS Code' };
  if (process.platform === 'linux' && !env.DISPLAY && !env.WAYLAND_DISPLAY)
    return { reason: 'there is no screen' };
  const version = await runQuietly(program, ['--version', ...asRoot(tmpdir())], {
    shell: process.platform === 'win32',
  }).catch(error => ({ code: 1, output: error.message }));
  const first = version.output.split('\n').find(line => /^\d+\.\d+\.\d+/.test(line));
  if (version.code !== 0 || !first) return { reason: '`code --version` gave no version' };
  if (!isSupportedVersion(first)) return { reason: `\`code\` is ${first}, older than 1.100` };
  return { program };
}

/** VS Code refuses to run as root without these. */
function asRoot(dataFolder) {
  return process.getuid?.() === 0 ? ['--no-sandbox', '--user-data-dir', dataFolder] : [];
}

/** Ends the VS Code that our start brought up: it runs outside our tree and leaves its id here. */
async function endInstance(dataFolder, startedMs) {
  const lock = join(dataFolder, 'code.lock');
  const found = await stat(lock).catch(() => undefined);
  if (!found || found.mtimeMs < startedMs) return;
  const pid = Number(await readFile(lock, 'utf8'));
  if (Number.isInteger(pid) && pid > 1) process.kill(pid, 'SIGTERM');
}

/**
 * Opens a folder in the desktop VS Code with the extension from the folder `extension`; resolves
 * with its exit status when its window closes.
 * @param {string} program
 * @param {{ extension: string, folder: string, dataFolder: string }} options
 */
export function runDesktop(program, { extension, folder, dataFolder }) {
  const startedMs = Date.now() - 1000;
  const args = [
    `--extensionDevelopmentPath=${extension}`,
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    '--user-data-dir',
    dataFolder,
    '--new-window',
    '--wait',
    '--disable-workspace-trust',
    folder,
  ];
  const child = startProcess(program, args, {
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
    env: plainEnvironment(),
  });
  beforeTheEnd(() => endInstance(dataFolder, startedMs));
  return new Promise((resolve, reject) => {
    child.once('exit', code => resolve(code ?? 0));
    child.once('error', reject);
  });
}
