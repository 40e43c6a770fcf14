// Builds every bundle: the extension host, the engine (worker and CLI, lazily split), the webview.
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cp, mkdir, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import * as esbuild from 'esbuild';
import { linked } from './scripts/lib/link.mjs';

const { version } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'));
const watch = process.argv.includes('--watch');
const production = process.argv.includes('--production');
const common = {
  bundle: true,
  minify: production,
  sourcemap: production ? false : 'linked',
  logLevel: 'warning',
  legalComments: 'none',
  metafile: true,
};

/** One copy of the API's hundreds of names for all modules: each import of something external makes its own. */
const vscodeOnce = {
  name: 'vscode-once',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^vscode$/ }, ({ namespace }) =>
      namespace === 'once' ? { external: true } : { path: 'vscode', namespace: 'once' },
    );
    onLoad({ filter: /.*/, namespace: 'once' }, () => ({ contents: "export * from 'vscode';" }));
  },
};

/** The extension host knows formats by their names and first bytes; reading them is the engine's. */
const readersApart = {
  name: 'readers-apart',
  setup({ onResolve }) {
    onResolve({ filter: /^\.\// }, ({ kind, importer }) =>
      kind === 'dynamic-import' && FORMATS.test(importer) ? { external: true } : undefined,
    );
  },
};
const FORMATS = /[\\/]core[\\/]formats[\\/]\w+\.ts$/;

/** Puts `engine/browser` in the place of `engine/node`: all that the engine knows of the machine stands there. */
export const inBrowser = {
  name: 'engine-in-browser',
  setup({ onResolve, resolve }) {
    onResolve({ filter: /\/node\/[a-z]+$/ }, ({ path, ...rest }) =>
      rest.pluginData === 'replaced'
        ? undefined
        : resolve(path.replace('/node/', '/browser/'), { ...rest, pluginData: 'replaced' }),
    );
  },
};

export const targets = {
  host: {
    ...common,
    entryPoints: ['src/extension.ts'],
    outfile: 'dist/extension.cjs',
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    plugins: [vscodeOnce, readersApart],
  },
  engine: {
    ...common,
    entryPoints: {
      cli: 'src/cli.ts',
      worker: 'src/engine/node/worker.ts',
      chunkWorker: 'src/engine/node/threads/chunkWorker.ts',
    },
    outdir: 'dist',
    chunkNames: 'chunks/[name]-[hash]',
    platform: 'node',
    format: 'esm',
    splitting: true,
    target: 'node20',
    external: ['sharp'],
    define: { 'import.meta.url': '__moduleUrl', __version: JSON.stringify(version) },
    plugins: [linked({ production })],
  },
  hostInBrowser: {
    ...common,
    entryPoints: ['src/extension.web.ts'],
    outfile: 'dist/browser/extension.js',
    platform: 'browser',
    format: 'cjs',
    target: 'es2023',
    external: ['vscode'],
  },
  engineInBrowser: {
    ...common,
    entryPoints: ['src/engine/browser/worker.ts'],
    outfile: 'dist/browser/worker.js',
    platform: 'browser',
    format: 'iife',
    target: 'es2023',
    // Started from a copy in memory: a map beside it would not be found.
    sourcemap: production ? false : 'inline',
    plugins: [inBrowser],
  },
  webview: {
    ...common,
    entryPoints: { webview: 'webview/main.ts', style: 'webview/styles/main.css' },
    outdir: 'dist/webview',
    platform: 'browser',
    format: 'esm',
    target: 'es2023',
    loader: { '.ttf': 'file' },
    assetNames: '[name]',
  },
};

/** Small enough for the package, large enough to look at. */
const PACKAGED_SAMPLE_HEIGHT = 96;

async function copyStaticFiles() {
  await mkdir('dist', { recursive: true });
  // Beside this file, not in the working folder: packages are built in a folder of their own.
  const program = fileURLToPath(new URL('scripts/samples.mjs', import.meta.url));
  const samples = [program, 'dist/samples', String(PACKAGED_SAMPLE_HEIGHT)];
  await promisify(execFile)(process.execPath, samples);
  await cp('node_modules/@tensorflow/tfjs-backend-wasm/dist', 'dist/wasm', {
    recursive: true,
    filter: source => !/\.[a-z]+$/.test(source) || source.endsWith('.wasm'),
  });
}

if (import.meta.filename === process.argv[1] || process.argv[1]?.endsWith('esbuild.mjs')) {
  await rm('dist', { recursive: true, force: true });
  await copyStaticFiles();
  if (watch) {
    const contexts = await Promise.all(Object.values(targets).map(t => esbuild.context(t)));
    await Promise.all(contexts.map(context => context.watch()));
  } else {
    await Promise.all(Object.values(targets).map(t => esbuild.build(t)));
  }
}
