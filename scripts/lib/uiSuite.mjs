// The suite in a browser: the packaged extension, installed into a VS Code that people would use.
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { BROWSER_FLAGS } from './browser.mjs';
import { casePath } from './cases.mjs';
import { temporaryFolder } from './cleanUp.mjs';
import { runVitest } from './vitest.mjs';
import { installExtension, prepareData, startServer } from './vscodeServer.mjs';

/** Reference cases that the suite opens beside the samples. */
const CASES = [
  'comfy/node_dump_ok.safetensors',
  'comfy/evil.pt',
  'safetensors/v-names-markup.safetensors',
  'safetensors/v-metadata-json-in-string.safetensors',
  'numpy/i-object-malicious.npy',
];

/** A workspace as a user has one: the samples at its root, some reference cases in a folder. */
export async function makeUiWorkspace(folder) {
  const { writeSamples } = await import('../samples.mjs');
  await writeSamples(folder);
  await mkdir(join(folder, 'cases'));
  for (const path of CASES)
    await writeFile(join(folder, 'cases', basename(path)), await readFile(casePath(path)));
}

/** A translation of the installed package in which every text stands in brackets. */
async function addPseudoLanguage(dataFolder) {
  const extensions = join(dataFolder, 'extensions');
  const installed = (await readdir(extensions)).find(name => name.startsWith('tensor-loupe.'));
  const folder = join(extensions, installed, 'media', 'l10n');
  const texts = Object.keys(JSON.parse(await readFile(join(folder, 'bundle.l10n.json'), 'utf8')));
  const bundle = Object.fromEntries(texts.map(text => [text, `⟦${text}⟧`]));
  await writeFile(join(folder, 'bundle.l10n.qps-ploc.json'), JSON.stringify(bundle));
}

/**
 * Installs a package in a fresh VS Code and runs the suite in a real browser.
 * @param {Awaited<ReturnType<typeof import('./vscodeHost.mjs').ensureHost>>} host
 * @param {string} browserFile
 * @param {string} vsix
 */
export async function runUiSuite(host, browserFile, vsix) {
  const workspace = join(temporaryFolder('ui'), 'tensors');
  await makeUiWorkspace(workspace);
  const dataFolder = temporaryFolder('vscode');
  await prepareData(dataFolder);
  await installExtension(host, dataFolder, vsix);
  await addPseudoLanguage(dataFolder);
  const server = await startServer(host, { dataFolder });
  try {
    return await runVitest('test/ui/vitest.config.ts', {
      LOUPE_UI_ADDRESS: server.address,
      LOUPE_UI_WORKSPACE: workspace,
      LOUPE_UI_HOST: host.name,
      LOUPE_BROWSER: browserFile,
      LOUPE_BROWSER_FLAGS: BROWSER_FLAGS.join(' '),
    });
  } finally {
    await server.stop();
  }
}
