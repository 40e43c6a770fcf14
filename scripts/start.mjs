// npm start [-- FOLDER]: builds the extension and opens VS Code with it, on FOLDER or on samples.
import { existsSync, statSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { openInBrowser } from './lib/browser.mjs';
import { build } from './lib/build.mjs';
import { temporaryFolder } from './lib/cleanUp.mjs';
import { findDesktop, runDesktop } from './lib/desktop.mjs';
import { ensurePackages } from './lib/npm.mjs';
import { cacheFolder, ROOT } from './lib/places.mjs';
import { main, Stop, say } from './lib/stop.mjs';
import { ensureHost } from './lib/vscodeHost.mjs';
import { linkExtension, prepareData, startServer } from './lib/vscodeServer.mjs';

const PREFERRED_PORTS = '8750-8849';
const USAGE = `Usage: npm start [-- FOLDER] [--browser] [--no-open]
  FOLDER     the folder to open; without it, a folder of sample tensor files
  --browser  VS Code in the browser, even where the desktop \`code\` is installed
  --no-open  print the address, open no browser`;

function readArguments() {
  const options = {
    browser: { type: 'boolean', default: false },
    'no-open': { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  };
  try {
    const { values, positionals } = parseArgs({ options, allowPositionals: true });
    if (positionals.length > 1) throw new Error('more than one folder was given');
    return { ...values, folder: positionals[0] };
  } catch (error) {
    throw new Stop(`${error.message}\n${USAGE}`);
  }
}

/** The folder to open: what the user named, seen from where they ran npm, else fresh samples. */
async function folderToOpen(named) {
  if (named === undefined) {
    const folder = join(cacheFolder(), 'samples');
    const { writeSamples } = await import('./samples.mjs');
    await writeSamples(folder);
    say(`Sample tensor files: ${folder}`);
    return folder;
  }
  const folder = resolve(process.env.INIT_CWD ?? process.cwd(), named);
  if (!existsSync(folder)) throw new Stop(`${folder} does not exist: name a folder that does`);
  if (!statSync(folder).isDirectory()) throw new Stop(`${folder} is a file: name its folder`);
  return folder;
}

async function openInServer(folder, mayOpen) {
  const host = await ensureHost('lowest');
  const dataFolder = temporaryFolder('vscode');
  await prepareData(dataFolder);
  await linkExtension(dataFolder, ROOT);
  const server = await startServer(host, { dataFolder, port: PREFERRED_PORTS });
  const address = `${server.address}?folder=${encodeURI(folder)}`;
  say(`\nTensor Loupe is running in VS Code ${host.vscode}:\n\n  ${address}\n`);
  if (mayOpen && openInBrowser(address)) say('Opening it in your browser.');
  say('Press Ctrl-C to end it.');
  await new Promise((_, reject) => {
    server.child.once('exit', code => reject(new Stop(`VS Code ended with status ${code}`)));
  });
}

await main(async () => {
  const args = readArguments();
  if (args.help) return say(USAGE);
  await ensurePackages();
  say('Building...');
  await build();
  const folder = await folderToOpen(args.folder);
  const desktop = args.browser ? { reason: 'asked for' } : await findDesktop();
  if (desktop.program) {
    const dataFolder = join(cacheFolder(), 'desktop');
    await mkdir(dataFolder, { recursive: true });
    say('Opening VS Code. Close its window or press Ctrl-C to end it.');
    return runDesktop(desktop.program, { extension: ROOT, folder, dataFolder });
  }
  say(`VS Code in the browser (${desktop.reason}).`);
  await openInServer(folder, !args['no-open']);
});
