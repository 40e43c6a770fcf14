// Packages are put together in a temporary folder, so that the checkout stays as it is.
import { existsSync } from 'node:fs';
import { cp, mkdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { runQuietly, temporaryFolder } from './cleanUp.mjs';
import { npm } from './npm.mjs';
import { packagedPage } from './packagedPage.mjs';
import { cacheFolder, ROOT } from './places.mjs';
import { Stop } from './stop.mjs';

const SOURCES = ['src', 'webview', 'node_modules', 'package.json', 'tsconfig.json'];
/** Shown by VS Code, which knows no folder that their links could start from. */
const PAGES = ['README.md', 'CHANGELOG.md'];
const PAPERS = [
  'LICENSE',
  'THIRD-PARTY-NOTICES.md',
  'package.nls.json',
  '.vscodeignore',
  'media',
  'docs',
];

const readJson = async file => JSON.parse(await readFile(file, 'utf8'));

/** A stage with the production bundles and the papers, and no packages yet. */
export async function bundleStage() {
  const work = temporaryFolder('build');
  for (const name of SOURCES) await symlink(join(ROOT, name), join(work, name), 'junction');
  const args = [join(ROOT, 'esbuild.mjs'), '--production'];
  const { code, output } = await runQuietly(process.execPath, args, { cwd: work });
  if (code !== 0) throw new Stop(`The production build failed:\n${output.trim()}`);
  const stage = temporaryFolder('package');
  await rename(join(work, 'dist'), join(stage, 'dist'));
  for (const name of PAPERS)
    if (existsSync(join(ROOT, name)))
      await cp(join(ROOT, name), join(stage, name), { recursive: true });
  for (const name of PAGES)
    await writeFile(
      join(stage, name),
      packagedPage(await readFile(join(ROOT, name), 'utf8'), ROOT),
    );
  const {
    devDependencies,
    scripts,
    private: _,
    ...manifest
  } = await readJson(join(ROOT, 'package.json'));
  manifest.dependencies = { sharp: (await readJson(packageFile(ROOT, 'sharp'))).version };
  await writeFile(join(stage, 'package.json'), JSON.stringify(manifest, null, 2));
  return { stage, manifest };
}

const packageFile = (root, name) => join(root, 'node_modules', name, 'package.json');

/** sharp and all that it needs from a node_modules: names, dependencies before optional ones. */
async function closure(root, name, found = new Set()) {
  if (found.has(name) || !existsSync(packageFile(root, name))) return found;
  found.add(name);
  const manifest = await readJson(packageFile(root, name));
  for (const next of Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies }))
    await closure(root, next, found);
  return found;
}

async function copyPackages(from, names, stage) {
  for (const name of names) {
    const target = join(stage, 'node_modules', name);
    await mkdir(dirname(target), { recursive: true });
    await cp(join(from, 'node_modules', name), target, { recursive: true });
  }
}

/** The folder of the cache that holds sharp's WebAssembly build, fetched once. */
async function wasmPackages(version) {
  const place = join(cacheFolder(), 'packages', `sharp-wasm32-${version}`);
  if (existsSync(place)) return place;
  const partial = temporaryFolder('wasm');
  await writeFile(join(partial, 'package.json'), '{ "private": true }\n');
  const wanted = `@img/sharp-wasm32@${version}`;
  await npm(
    ['install', '--no-save', '--ignore-scripts', '--force', '--cpu=wasm32', wanted],
    partial,
  );
  await mkdir(dirname(place), { recursive: true });
  // Beside its place first: the temporary folder may lie on another disk.
  const beside = `${place}.${process.pid}`;
  await cp(partial, beside, { recursive: true });
  await rename(beside, place).catch(() => rm(beside, { recursive: true, force: true }));
  return place;
}

/** Adds sharp with the binaries of this platform. */
export async function addNativeSharp(stage) {
  await copyPackages(ROOT, await closure(ROOT, 'sharp'), stage);
}

/** Adds sharp with its WebAssembly build alone, which runs on every platform. */
export async function addWasmSharp(stage, version) {
  const own = [...(await closure(ROOT, 'sharp'))].filter(name => !/^@img\/sharp-/.test(name));
  await copyPackages(ROOT, own, stage);
  const from = await wasmPackages(version);
  await copyPackages(from, await closure(from, '@img/sharp-wasm32'), stage);
}
