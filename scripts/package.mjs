// npm run package: two installable extensions, one for this platform and one for all.
import { mkdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensurePackages } from './lib/npm.mjs';
import { addNativeSharp, addWasmSharp, bundleStage } from './lib/packageStage.mjs';
import { ROOT } from './lib/places.mjs';
import { main, Stop, say } from './lib/stop.mjs';
import { faultsOfPackage } from './lib/vsixFiles.mjs';

const MEBIBYTE = 2 ** 20;

/** The name that the Marketplace gives this platform. */
async function platformTarget() {
  const { familySync, MUSL } = await import('detect-libc');
  const musl = process.platform === 'linux' && familySync() === MUSL;
  return `${musl ? 'alpine' : process.platform}-${process.arch === 'arm' ? 'armhf' : process.arch}`;
}

/** Writes one package. @throws {Stop} when it would hold too much or too little. */
async function pack(stage, file, target) {
  const { createVSIX, listFiles } = await import('@vscode/vsce');
  const faults = faultsOfPackage(await listFiles({ cwd: stage }));
  if (faults.length > 0) throw new Stop(`The package is wrong:\n  ${faults.join('\n  ')}`);
  await rm(file, { force: true });
  await createVSIX({
    cwd: stage,
    packagePath: file,
    target,
    allowMissingRepository: true,
    // The stage's pages have no relative links left.
    rewriteRelativeLinks: false,
  });
  say(`${file}  ${((await stat(file)).size / MEBIBYTE).toFixed(2)} MiB`);
}

/**
 * Builds and writes packages into a folder.
 * @param {string} folder
 * @param {('platform' | 'universal')[]} which
 * @returns {Promise<Record<string, string>>} the file of each
 */
export async function packageExtension(folder, which = ['platform', 'universal']) {
  await mkdir(folder, { recursive: true });
  const files = {};
  for (const kind of which) {
    const { stage, manifest } = await bundleStage();
    const target = kind === 'platform' ? await platformTarget() : undefined;
    if (target) await addNativeSharp(stage);
    else await addWasmSharp(stage, manifest.dependencies.sharp);
    const name = `${manifest.name}-${manifest.version}-${target ?? 'universal'}.vsix`;
    files[kind] = join(folder, name);
    await pack(stage, files[kind], target);
  }
  return files;
}

/** The files that the platform's package would hold, and its first page. */
async function describePackage() {
  const { listFiles } = await import('@vscode/vsce');
  const { stage } = await bundleStage();
  await addNativeSharp(stage);
  const readme = await readFile(join(stage, 'README.md'), 'utf8');
  return { files: await listFiles({ cwd: stage }), readme };
}

if (process.argv[1]?.endsWith('package.mjs')) {
  await main(async () => {
    const { values } = parseArgs({
      options: {
        out: { type: 'string', default: ROOT },
        list: { type: 'boolean', default: false },
      },
    });
    await ensurePackages();
    if (values.list) say(JSON.stringify(await describePackage()));
    else await packageExtension(values.out);
  });
}
