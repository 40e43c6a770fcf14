// Turns esbuild's split modules into CommonJS, which Node starts sooner, and puts what a start needs into few
// files: a command line is mostly start, and each file costs about half a millisecond of it.
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import * as esbuild from 'esbuild';

/** Where a module lies, in CommonJS. */
const MODULE_URL = "const __moduleUrl = require('node:url').pathToFileURL(__filename).href;\n";

/** The start of each run, and the command that is over soonest. */
const START = 'src/cli.ts';
const SOON_OVER = 'src/cli/inspect.ts';

/** An esbuild plugin for a build with `splitting`: it writes what the build gives, linked. */
export function linked({ production }) {
  return {
    name: 'linked',
    setup({ initialOptions, onEnd }) {
      // Only asked what it would take.
      if (initialOptions.write === false) return;
      Object.assign(initialOptions, { write: false, sourcemap: production ? false : 'inline' });
      onEnd(async result => {
        if (result.errors.length > 0) return;
        const root = initialOptions.absWorkingDir ?? process.cwd();
        const outdir = resolve(root, initialOptions.outdir);
        const modules = modulesOf(result, root);
        const packs = packsOf(modules, join(outdir, 'chunks', 'start.js'));
        const files = [...modules.keys()].map(path => packs.get(path)?.file ?? path);
        const link = file => write(file, { modules, packs, production });
        await Promise.all([...new Set(files)].map(link));
        await writeFile(join(outdir, 'package.json'), '{ "type": "commonjs" }\n');
      });
    },
  };
}

/** What esbuild gave, by paths: text, names of exports, paths of the modules that each needs at once. */
function modulesOf({ outputFiles, metafile }, root) {
  const texts = new Map(outputFiles.map(({ path, text }) => [path, text]));
  return new Map(
    Object.entries(metafile.outputs).map(([name, { exports, imports, entryPoint }]) => {
      const needs = imports
        .filter(({ kind, external }) => kind === 'import-statement' && !external)
        .map(({ path }) => resolve(root, path));
      const path = resolve(root, name);
      return [path, { text: texts.get(path), exports, needs, entryPoint }];
    }),
  );
}

/** The pack of each module that lies in one: its file, and its modules, which are known by their places in it. */
function packsOf(modules, startFile) {
  const packs = new Map();
  const pack = (file, paths) => {
    const members = paths.filter(path => !packs.has(path));
    for (const path of members) packs.set(path, { file, members });
  };
  const outputOf = source => [...modules].find(([, { entryPoint }]) => entryPoint === source)?.[0];
  const reachable = (path, found = new Set()) => {
    for (const needed of modules.get(path).needs) if (!found.has(needed)) reachable(needed, found);
    return [...found.add(path)];
  };
  const start = outputOf(START);
  const soonOver = outputOf(SOON_OVER);
  // The program itself stays apart: others need what it needs, and must not run it.
  if (start) pack(startFile, reachable(start).slice(0, -1));
  if (soonOver) pack(soonOver, reachable(soonOver));
  return packs;
}

async function write(file, program) {
  const { production } = program;
  const { outputFiles } = await esbuild.build({
    entryPoints: [file],
    outfile: file,
    bundle: true,
    write: false,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    supported: { 'dynamic-import': false },
    minify: production,
    sourcemap: production ? false : 'linked',
    sourcesContent: false,
    // Whoever wrote the modules was warned when they were built.
    logLevel: 'error',
    plugins: [within(file, program)],
  });
  await mkdir(dirname(file), { recursive: true });
  for (const { path, text } of outputFiles) {
    const needsUrl = path === file && text.includes('__moduleUrl');
    await writeFile(path, needsUrl ? withBanner(text) : text);
  }
}

/** A program for the shell keeps its first line. */
function withBanner(text) {
  const end = text.startsWith('#!') ? text.indexOf('\n') + 1 : 0;
  return text.slice(0, end) + MODULE_URL + text.slice(end);
}

/** Resolves for one file: its own modules are put in, the others required from where they lie. */
function within(file, { modules, packs }) {
  const fileOf = path => packs.get(path)?.file ?? path;
  const required = path => ({
    path: `./${relative(dirname(file), fileOf(path)).replaceAll('\\', '/')}`,
    external: true,
  });
  const pack = [...packs.values()].find(each => each.file === file);
  return {
    name: 'within',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /.*/ }, ({ path, importer, kind, namespace }) => {
        if (kind === 'entry-point') return { path, namespace: pack ? 'pack' : 'module' };
        if (namespace === 'elsewhere') return required(path);
        if (namespace === 'pack') return { path, namespace: 'module' };
        if (!path.startsWith('.')) return { path, external: true };
        const target = resolve(dirname(importer), path);
        if (kind === 'dynamic-import') return required(target);
        if (fileOf(target) === file) return { path: target, namespace: 'module' };
        return packs.has(target) ? { path: target, namespace: 'elsewhere' } : required(target);
      });
      onLoad({ filter: /.*/, namespace: 'module' }, ({ path }) => ({
        contents: modules.get(path).text,
      }));
      onLoad({ filter: /.*/, namespace: 'pack' }, () => ({
        contents: packText(file, pack, modules),
      }));
      onLoad({ filter: /.*/, namespace: 'elsewhere' }, ({ path }) => {
        const names = namesIn(packs.get(path), path, modules);
        const exported = names.map(([name, packed]) => `${packed} as ${name}`);
        return { contents: `export { ${exported} } from ${JSON.stringify(path)};` };
      });
    },
  };
}

/** All that a pack's modules export, under names that tell them apart; the file's own module under its names too. */
function packText(file, pack, modules) {
  const texts = pack.members.map(path => {
    const names = namesIn(pack, path, modules).flatMap(([name, packed]) =>
      path === file ? [name, `${name} as ${packed}`] : [`${name} as ${packed}`],
    );
    return `export { ${names} } from ${JSON.stringify(path)};`;
  });
  return texts.join('\n');
}

/** The names that a module exports, each with the one that it has in its pack. */
function namesIn(pack, path, modules) {
  const place = pack.members.indexOf(path);
  return modules.get(path).exports.map(name => [name, `m${place}_${name}`]);
}
