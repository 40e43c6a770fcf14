import { readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { build } from 'esbuild';
import {
  type Browser,
  type BrowserContext,
  chromium,
  type Page,
  type Route,
} from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { targets } from '../../esbuild.mjs';
import { createEngine } from '../../src/engine/engine';
import { callsOf } from '../session/support/testEngine';
import { casePath } from '../support/cases';
import { ROOT } from '../support/sourceFiles';
import { LoupeEditor } from './support/editor';
import { fromLauncher, screenshotOf } from './support/session';
import { Workbench } from './support/workbench';
import { digestOf } from './web/digest';

/** One file of each format, and those of the formats that have several forms. */
const CASES = [
  'comfy/dtypes.safetensors',
  'comfy/image_channel_first.safetensors',
  'comfy/ComfyUI_00001_.latent',
  'comfy/fortran.npy',
  'comfy/plain.npz',
  'comfy/deflated.npz',
  'comfy/tensor.pt',
  'comfy/legacy.pt',
  'comfy/state_dict.pth',
  'gguf/golden.gguf',
  'comfy/rgba.png',
  'comfy/gray16.png',
  'images/png-interlaced.png',
  'images/gif-transparent.gif',
].map(path => casePath(path));
/** Decoded by the browser, whose pixels may be others. */
const BY_THE_BROWSER = ['images/jpg-444.jpg', 'comfy/exif6.jpg', 'images/avif-alpha.avif'].map(
  path => casePath(path),
);
const REFUSED = ['images/jpg-cmyk.jpg', 'comfy/pages.tiff'].map(path => casePath(path));
const FILES = [...CASES, ...BY_THE_BROWSER, ...REFUSED];

/** VS Code starts, then all files are read. */
const RESULTS_LIMIT_MS = 100_000;

const HELPER_MANIFEST = {
  name: 'cases',
  publisher: 'test',
  version: '1.0.0',
  engines: { vscode: '^1.100.0' },
  browser: './extension.js',
  activationEvents: ['onFileSystem:loupe-cases', '*'],
};

/** Files that are built for this test, by their address below the extension's. */
const bundles = new Map<string, string>();
const results = new Map<string, string>();
let browser: Browser;
let context: BrowserContext;
let page: Page;

async function bundle(): Promise<void> {
  const common = { write: false, sourcemap: false, absWorkingDir: ROOT } as const;
  const outputOf = async (options: Parameters<typeof build>[0]) =>
    (await build({ ...options, ...common })).outputFiles!;
  const one = async (options: Parameters<typeof build>[0]) => (await outputOf(options))[0]!.text;
  bundles.set('loupe/dist/browser/extension.js', await one(targets.hostInBrowser));
  bundles.set('loupe/dist/browser/worker.js', await one(targets.engineInBrowser));
  const helper = join(ROOT, 'test/ui/web/caseFiles.ts');
  bundles.set('cases/extension.js', await one({ ...targets.hostInBrowser, entryPoints: [helper] }));
  bundles.set('cases/package.json', JSON.stringify(HELPER_MANIFEST));
  for (const file of await outputOf(targets.webview))
    bundles.set(`loupe/dist/webview/${basename(file.path)}`, file.text);
}

/** The window without its server: extensions in a web worker, the cases as its only folder. */
async function asPureWeb(route: Route): Promise<void> {
  const response = await route.fetch();
  const { protocol, host } = new URL(route.request().url());
  const place = (path: string) => ({ scheme: protocol.slice(0, -1), authority: host, path });
  const html = (await response.text()).replace(
    /(id="vscode-workbench-web-configuration" data-settings=")([^"]*)/,
    (_, start: string, settings: string) => {
      const { remoteAuthority, ...rest } = JSON.parse(settings.replaceAll('&quot;', '"'));
      const changed = {
        ...rest,
        folderUri: { scheme: 'loupe-cases', path: '/' },
        additionalBuiltinExtensions: [
          place('/loupe-web/extension/loupe'),
          place('/loupe-web/extension/cases'),
        ],
      };
      return start + JSON.stringify(changed).replaceAll('"', '&quot;');
    },
  );
  await route.fulfill({ response, body: html });
}

/** This server's window always takes the server for a remote; without one it is VS Code for the web. */
async function withoutRemote(route: Route): Promise<void> {
  const response = await route.fetch();
  const body = (await response.text()).replace(',remoteAuthority:location.host}', '}');
  await route.fulfill({ response, body });
}

/** Answers what the two extensions load, the cases, and takes the results. */
async function answer(route: Route): Promise<void> {
  const path = decodeURI(new URL(route.request().url()).pathname).replace('/loupe-web/', '');
  const [what = '', ...rest] = path.split('/');
  const name = rest.join('/');
  if (what === 'result') {
    results.set(name, route.request().postData() ?? '');
    return route.fulfill({ body: '' });
  }
  if (what === 'cases') {
    const sizes = FILES.map(async file => [basename(file), (await stat(file)).size]);
    return route.fulfill({ json: await Promise.all(sizes) });
  }
  if (what === 'case') {
    const file = FILES.find(each => basename(each) === name);
    return file ? route.fulfill({ body: await readFile(file) }) : route.fulfill({ status: 404 });
  }
  const built = bundles.get(name);
  if (built !== undefined) return route.fulfill({ body: built, contentType: typeOf(name) });
  const ours = join(ROOT, name.replace('loupe/', ''));
  const there = name.startsWith('loupe/') && (await readFile(ours).catch(() => null));
  return there
    ? route.fulfill({ body: there, contentType: typeOf(name) })
    : route.fulfill({ status: 404 });
}

function typeOf(name: string): string {
  if (name.endsWith('.js')) return 'text/javascript';
  if (name.endsWith('.css')) return 'text/css';
  return name.endsWith('.json') ? 'application/json' : 'application/octet-stream';
}

beforeAll(async () => {
  await bundle();
  browser = await chromium.launch({
    executablePath: fromLauncher('LOUPE_BROWSER'),
    args: fromLauncher('LOUPE_BROWSER_FLAGS').split(' '),
  });
  context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const address = fromLauncher('LOUPE_UI_ADDRESS');
  await context.route('**/loupe-web/**', answer);
  await context.route(url => url.href === address, asPureWeb);
  await context.route('**/workbench/workbench.js', withoutRemote);
  page = await context.newPage();
  if (process.env.LOUPE_DEBUG) page.on('console', message => console.log(message.text()));
  await page.goto(address);
  await expect.poll(() => results.size, { timeout: RESULTS_LIMIT_MS }).toBe(FILES.length);
});

afterAll(async () => {
  await context?.close();
  await browser?.close();
});

describe('in the browser alone, without a server', () => {
  const told = (file: string) => results.get(basename(file))!;

  test.each(CASES)('%s opens with the same values as in Node', async file => {
    const call = callsOf(createEngine({ wasmFolder: '', onProgress: () => {} }));
    const bytes = new Uint8Array(await readFile(file));
    const location = { type: 'bytes', name: basename(file), bytes } as const;
    expect(JSON.parse(told(file))).toEqual(JSON.parse(await digestOf(call as never, location)));
  });

  test.each(BY_THE_BROWSER)('%s is decoded by the browser, which is said', async file => {
    const call = callsOf(createEngine({ wasmFolder: '', onProgress: () => {} }));
    const bytes = new Uint8Array(await readFile(file));
    const location = { type: 'bytes', name: basename(file), bytes } as const;
    const here = JSON.parse(await digestOf(call as never, location));
    const there = JSON.parse(told(file));
    const shapes = (info: { tensors: { name: string; shape: number[] }[] }) =>
      info.tensors.map(({ name, shape }) => [name, shape]);
    expect(shapes(there.info)).toEqual(shapes(here.info));
    expect(there.info.metadata).toContainEqual(['Decoded by', 'the browser']);
    expect(there.read[0].stats.mean).toBeCloseTo(here.read[0].stats.mean, 2);
  });

  test.each(REFUSED)('%s is refused with a reason', file => {
    expect(told(file)).toMatch(/^refused: .*not decoded in the browser: .*desktop VS Code/);
  });

  test('a file opens in our editor, with its picture and its finding', async () => {
    const workbench = new Workbench(page);
    await workbench.ready();
    await workbench.openFromExplorer('image_channel_first.safetensors');
    const editor = new LoupeEditor(workbench.webview());
    await editor.settled();
    await editor.frame
      .getByText(/channel first/)
      .first()
      .waitFor();
    await screenshotOf(page, 'web-worker');
  });
});
