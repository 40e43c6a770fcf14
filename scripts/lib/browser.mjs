import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runQuietly } from './cleanUp.mjs';
import { whichProgram } from './places.mjs';
import { Missing, Stop, say } from './stop.mjs';

const PROGRAMS = [
  'google-chrome',
  'google-chrome-stable',
  'chromium',
  'chromium-browser',
  'microsoft-edge',
  'microsoft-edge-stable',
];
const MAC_APPS = [
  'Google Chrome.app/Contents/MacOS/Google Chrome',
  'Chromium.app/Contents/MacOS/Chromium',
  'Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
];
const WINDOWS_FILES = [
  'Google\\Chrome\\Application\\chrome.exe',
  'Chromium\\Application\\chrome.exe',
  'Microsoft\\Edge\\Application\\msedge.exe',
];

/** Flags under which a Chromium without a screen or a GPU behaves the same everywhere. */
export const BROWSER_FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** An installed Chrome, Chromium or Edge, or undefined. LOUPE_BROWSER names one outright. */
export function findBrowser(env = process.env) {
  if (env.LOUPE_BROWSER) return env.LOUPE_BROWSER;
  const candidates = {
    darwin: () => MAC_APPS.map(app => join('/Applications', app)),
    win32: () =>
      [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA]
        .filter(Boolean)
        .flatMap(folder => WINDOWS_FILES.map(file => join(folder, file))),
  }[process.platform]?.();
  return (
    candidates?.find(existsSync) ?? PROGRAMS.map(name => whichProgram(name, env)).find(Boolean)
  );
}

/** A browser for the tests; Debian's is installed where we may. @throws {Stop} when there is none. */
export async function ensureBrowser() {
  const found = findBrowser();
  if (found) return found;
  if (process.platform === 'linux' && process.getuid?.() === 0 && whichProgram('apt-get')) {
    say('Installing Chromium by apt...');
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    await runQuietly('apt-get', ['update', '-q'], { env });
    const args = ['install', '-y', '-q', '--no-install-recommends', 'chromium'];
    const { code, output } = await runQuietly('apt-get', args, { env });
    const installed = findBrowser();
    if (installed) return installed;
    throw new Stop(`apt-get install chromium failed (${code}): ${output.trim().slice(-300)}`);
  }
  throw new Missing('a browser: install Chrome, Chromium or Edge, or name one in LOUPE_BROWSER');
}

/** Opens an address in the user's browser where there is a screen; says whether it tried. */
export function openInBrowser(address, env = process.env) {
  const screen = process.platform !== 'linux' || env.DISPLAY || env.WAYLAND_DISPLAY;
  if (!screen || env.CI) return false;
  const [command, args] = {
    darwin: ['open', [address]],
    win32: ['cmd', ['/c', 'start', '', address]],
  }[process.platform] ?? ['xdg-open', [address]];
  if (process.platform === 'linux' && !whichProgram(command)) return false;
  // The user's own browser is not ours to end: it outlives this script.
  spawn(command, args, { stdio: 'ignore', detached: true }).unref();
  return true;
}
