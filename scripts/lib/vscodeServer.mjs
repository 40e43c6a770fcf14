import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { endProcess, runQuietly, startProcess } from './cleanUp.mjs';
import { Stop } from './stop.mjs';

const START_LIMIT_MS = 60_000;
const LISTENING = /Extension host agent listening on (\d+)/;

/** Quiet first run: nothing asks, nothing phones out, nothing covers the file that is opened. */
const SETTINGS = {
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
  'git.openRepositoryInParentFolders': 'never',
  // The newest VS Code gives a third of the window to its chat.
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'chat.disableAIFeatures': true,
};

/** The environment for VS Code: one that runs inside another VS Code must not talk to that one. */
export function plainEnvironment(extra = {}) {
  const own = name => /^(VSCODE_|ELECTRON_|npm_)/.test(name) || name === 'NODE_OPTIONS';
  const kept = Object.entries(process.env).filter(([name]) => !own(name));
  return { ...Object.fromEntries(kept), ...extra };
}

function dataArguments(dataFolder) {
  return [
    '--server-data-dir',
    dataFolder,
    '--extensions-dir',
    join(dataFolder, 'extensions'),
    '--accept-server-license-terms',
    '--telemetry-level',
    'off',
  ];
}

/** Writes the settings of a fresh VS Code. */
export async function prepareData(dataFolder, settings = {}) {
  const user = join(dataFolder, 'data', 'User');
  await mkdir(user, { recursive: true });
  await mkdir(join(dataFolder, 'extensions'), { recursive: true });
  const text = JSON.stringify({ ...SETTINGS, ...settings }, null, 2);
  await writeFile(join(user, 'settings.json'), `${text}\n`);
}

/** Installs a packaged extension, without the network. @throws {Stop} when VS Code refuses it. */
export async function installExtension(host, dataFolder, vsix) {
  const args = [host.server, ...dataArguments(dataFolder), '--install-extension', vsix];
  const { code, output } = await runQuietly(host.node, args, { env: plainEnvironment() });
  if (code !== 0 || !/successfully installed/.test(output))
    throw new Stop(`VS Code ${host.vscode} did not install ${vsix}: ${output.trim()}`);
}

/**
 * Starts VS Code's server and waits until it listens.
 * @param {{ node: string, server: string, vscode: string }} host
 * @param {{ dataFolder: string, port?: string, env?: Record<string, string>, testDriver?: boolean,
 *   onOutput?: (text: string) => void }} options `port` is one port or a range; 0 takes any free one.
 * @returns {Promise<{ address: string, authority: string, child: import('node:child_process').ChildProcess, stop: () => Promise<void> }>}
 */
export async function startServer(host, options) {
  const args = [
    host.server,
    ...dataArguments(options.dataFolder),
    '--host',
    '127.0.0.1',
    '--port',
    options.port ?? '0',
    '--without-connection-token',
    '--disable-workspace-trust',
  ];
  // Only with its driver does the web workbench take an extension under test from its address.
  if (options.testDriver) args.push('--enable-smoke-test-driver');
  const child = startProcess(host.node, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    // Its sockets go with its data folder; elsewhere the path could grow past a socket's limit.
    env: plainEnvironment({
      ...(process.platform === 'linux' && { TMPDIR: options.dataFolder, XDG_RUNTIME_DIR: '' }),
      ...options.env,
    }),
  });
  const port = await listeningPort(child, host, options.onOutput);
  const authority = `127.0.0.1:${port}`;
  return { address: `http://${authority}/`, authority, child, stop: () => endProcess(child) };
}

function listeningPort(child, host, onOutput) {
  return new Promise((resolve, reject) => {
    let output = '';
    const fail = why => reject(new Stop(`VS Code ${host.vscode} did not start: ${why}`));
    const timer = setTimeout(() => fail(`silent for a minute. ${output}`), START_LIMIT_MS);
    const hear = data => {
      onOutput?.(String(data));
      output = (output + data).slice(-4000);
      const port = LISTENING.exec(output)?.[1];
      if (port) {
        clearTimeout(timer);
        resolve(port);
      }
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('error', error => fail(error.message));
    child.once('exit', code => {
      clearTimeout(timer);
      fail(`it ended with status ${code}. ${output.trim()}`);
    });
  });
}

/** Has VS Code load an unpacked extension from its folder, as "Install from Location" does. */
export async function linkExtension(dataFolder, folder) {
  const manifest = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  const entry = {
    identifier: { id: `${manifest.publisher}.${manifest.name}` },
    version: manifest.version,
    location: { $mid: 1, path: pathToFileURL(folder).pathname, scheme: 'file' },
    metadata: { installedTimestamp: Date.now(), source: 'resource' },
  };
  await writeFile(join(dataFolder, 'extensions', 'extensions.json'), JSON.stringify([entry]));
}
