import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { importsOf } from '../support/imports';
import { filesBelow, ROOT } from '../support/sourceFiles';

const MAX_LINES = 350;

interface World {
  /** Which files are of this world. */
  readonly files: RegExp;
  /** What they may import: paths of the repository, packages, Node's modules. */
  readonly imports: readonly RegExp[];
  /** What they may import as types only. */
  readonly types: readonly RegExp[];
}

const CORE = /^src\/core\//;
const PROTOCOL = /^src\/protocol\//;
const ENGINE = /^src\/engine\//;
/** What the rest of the engine knows of the machine: the modules of `engine/platform.ts`, no other file of the folder. */
const MACHINE = /^src\/engine\/node\/(files|paths|pictures|threads|writing|zlib)$/;
const ENGINE_ANYWHERE = /^src\/engine\/(?!(node|browser)\/)/;
const TFJS = /^@tensorflow\/[\w-]+$/;
const SESSION = /^src\/session\//;
const HOST = /^src\/host\//;
/** No program that it runs in stands out: Node and the browser have folders of their own. */
const HOST_ANYWHERE = /^src\/host\/(?!(node|browser)\/)/;
const NODE = /^node:/;
/** Packages of plain JavaScript: no Node, no DOM, no native code. */
const PURE = /^d3-scale-chromatic$/;
/** How the command line speaks to editors. */
const LANGUAGE_SERVER = /^vscode-languageserver(-textdocument)?$/;

/** Who may import what: the table of the design. The first world that a file matches is its own. */
const WORLDS: Readonly<Record<string, World>> = {
  core: { files: CORE, imports: [CORE, PURE], types: [] },
  protocol: { files: PROTOCOL, imports: [PROTOCOL], types: [CORE] },
  'engine on Node': {
    files: /^src\/engine\/node\//,
    imports: [CORE, PROTOCOL, ENGINE_ANYWHERE, /^src\/engine\/node\//, NODE, /^sharp$/],
    types: [],
  },
  'engine in the browser': {
    files: /^src\/engine\/browser\//,
    imports: [CORE, PROTOCOL, ENGINE_ANYWHERE, /^src\/engine\/browser\//],
    types: [],
  },
  engine: {
    files: ENGINE,
    imports: [CORE, PROTOCOL, ENGINE_ANYWHERE, MACHINE, PURE, TFJS],
    types: [],
  },
  session: { files: SESSION, imports: [CORE, PROTOCOL, SESSION], types: [] },
  'host on Node': {
    files: /^src\/(host\/node\/|extension\.ts$)/,
    imports: [CORE, PROTOCOL, SESSION, HOST_ANYWHERE, /^src\/host\/node\//, NODE, /^vscode$/],
    types: [],
  },
  'host in the browser': {
    files: /^src\/(host\/browser\/|extension\.web\.ts$)/,
    imports: [CORE, PROTOCOL, SESSION, HOST_ANYWHERE, /^src\/host\/browser\//, /^vscode$/],
    types: [],
  },
  host: {
    files: HOST,
    imports: [CORE, PROTOCOL, SESSION, HOST_ANYWHERE, PURE, /^vscode$/],
    types: [],
  },
  cli: {
    files: /^src\/cli(\/|\.ts$)/,
    imports: [
      CORE,
      ENGINE_ANYWHERE,
      /^src\/engine\/node\//,
      /^src\/cli\//,
      NODE,
      PURE,
      LANGUAGE_SERVER,
    ],
    types: [PROTOCOL],
  },
  webview: {
    files: /^webview\//,
    imports: [CORE, PROTOCOL, /^webview\//, PURE, /^(lit|@vscode\/codicons)$/],
    types: [],
  },
};

/** The breaches of the walls in one file, in words. */
function breachesOf(path: string, text: string): string[] {
  const [name, world] = Object.entries(WORLDS).find(([, w]) => w.files.test(path)) ?? [];
  if (!world) return [`${path} belongs to no world`];
  return importsOf(path, text)
    .filter(({ target, typeOnly }) => {
      const allowed = typeOnly ? [...world.imports, ...world.types] : world.imports;
      return !allowed.some(pattern => pattern.test(target));
    })
    .map(({ target }) => `${path} (${name}) imports ${target}`);
}

const files = filesBelow(['src', 'webview'], /\.ts$/);

describe('the walls between the worlds', () => {
  test('no file imports what its world may not', () => {
    expect(files.length).toBeGreaterThan(20);
    expect(files.flatMap(({ path, text }) => breachesOf(path, text))).toEqual([]);
  });

  test.each([
    ['src/core/a.ts', "import { readFile } from 'node:fs/promises';"],
    ['src/core/a.ts', "import type { Uri } from 'vscode';"],
    ['src/core/a.ts', "import {\n  a,\n  b,\n} from '../engine/b';"],
    ['src/core/a.ts', "const sharp = await import('sharp');"],
    ['src/core/formats/a.ts', "export * from '../../protocol/rpc';"],
    ['src/protocol/a.ts', "import { SEVERITIES } from '../core/findings';"],
    ['src/engine/a.ts', "import * as vscode from 'vscode';"],
    ['src/engine/images/a.ts', "import { inflateSync } from 'node:zlib';"],
    ['src/engine/images/a.ts', "import type { Metadata } from 'sharp';"],
    ['src/engine/convert/a.ts', "import { atomicWrite } from '../node/atomicWrite';"],
    ['src/engine/node/a.ts', "import * as vscode from 'vscode';"],
    ['src/session/a.ts', "import type { Uri } from 'vscode';"],
    ['src/session/a.ts', "import { setTimeout } from 'node:timers/promises';"],
    ['src/host/a.ts', "import { open } from '../engine/engine';"],
    ['src/host/a.ts', "import { basename } from 'node:path';"],
    ['src/host/browser/a.ts', "import { Worker } from 'node:worker_threads';"],
    ['src/extension.web.ts', "import { startEngineWorker } from './host/node/engineWorker';"],
    ['src/extension.ts', "import * as tf from '@tensorflow/tfjs-core';"],
    ['src/cli.ts', "import { SOURCE } from './host/diagnostics';"],
    ['webview/a.ts', "import 'node:path';"],
    ['webview/a.ts', "import { x } from '../src/engine/x';"],
    ['src/elsewhere/a.ts', ''],
  ])('a breach is found: %s %s', (path, text) => {
    expect(breachesOf(path, text)).toHaveLength(1);
  });

  test.each([
    ['src/core/a.ts', "import { b } from './b';\nimport { c } from 'd3-scale-chromatic';"],
    ['src/protocol/a.ts', "import type { Kind } from '../core/contracts/contract';"],
    [
      'src/engine/node/a.ts',
      "import { Worker } from 'node:worker_threads';\nimport sharp from 'sharp';",
    ],
    ['src/engine/convert/a.ts', "import { files } from '../node/files';"],
    ['src/extension.ts', "import * as vscode from 'vscode';\nimport { a } from './host/a';"],
    ['webview/a.ts', "import { html } from 'lit';\nimport '@vscode/codicons';"],
  ])('what is allowed is let be: %s', (path, text) => {
    expect(breachesOf(path, text)).toEqual([]);
  });

  test.each(['core', 'protocol', 'engine', 'session', 'host'])(
    '%s is compiled without the DOM',
    world => {
      const config = readFileSync(join(ROOT, 'src', world, 'tsconfig.json'), 'utf8');
      expect(config).not.toMatch(/"DOM/);
    },
  );
});

test(`no file is longer than ${MAX_LINES} lines`, () => {
  const all = [...files, ...filesBelow(['test', 'scripts'], /\.(ts|mjs)$/)];
  const long = all
    .filter(({ path }) => !path.startsWith('test/output/'))
    .map(({ path, text }) => ({ path, lines: text.split('\n').length - 1 }))
    .filter(({ lines }) => lines > MAX_LINES);
  expect(long).toEqual([]);
});
