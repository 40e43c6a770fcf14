import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, join } from 'node:path';
import { createEngine } from '../../../src/engine/engine';
import type { EngineMethods, FileInfo, KindChoice } from '../../../src/protocol/engineMethods';
import { type Handlers, toWire } from '../../../src/protocol/rpc';
import type {
  CompanionFile,
  DocumentState,
  HostMethods,
} from '../../../src/protocol/webviewMethods';
import { type BracketEngine, bracketEngine, bracketStrings } from './bracketEngine';

export interface PageOptions {
  readonly painter?: string;
  /** Starts as the last page of the file was left. */
  readonly remembers?: string;
  /** The file that a dialog for another file gives. */
  readonly lends?: string;
  /** Shows every text in brackets, as from a bundle of another language. */
  readonly pseudo?: string;
  /** Tells pages of the same file and options apart. */
  readonly visit?: string;
}

/** The webview's bundle on a plain page, before the real engine: for pictures of it, and for tests. */
export interface Harness {
  /** Shows a file with `?file=PATH&theme=NAME` and the page's options; `/open?file=PATH` gives its `FileInfo`. */
  readonly origin: string;
  close(): Promise<void>;
}

/** Larger files are shown by their headers alone, so that a page opens at once. */
const CHECKED_BYTES = 16 * 1024 * 1024;
const CHECKED_TENSORS = 200;
const WORD = { relativePath: '', contracts: [], rules: {} } as const;
const TYPES: Readonly<Record<string, string>> = {
  js: 'text/javascript',
  css: 'text/css',
  ttf: 'font/ttf',
  html: 'text/html; charset=utf-8',
};

let revision = 0;
interface Call {
  readonly id: number;
  readonly method: keyof HostMethods;
  readonly params: never;
}

type BorrowedParams = Parameters<HostMethods['borrowedPicture']>[0];

interface Opened {
  readonly state: DocumentState;
  readonly kinds: readonly KindChoice[];
}

/** Starts the harness for the repository at `root`, whose webview is built. */
export async function startHarness(root: string): Promise<Harness> {
  const english = createEngine({
    wasmFolder: join(root, 'dist', 'wasm'),
    onProgress: () => undefined,
  });
  let other: Promise<BracketEngine> | undefined;
  const engineOf = async (query: URLSearchParams) => {
    if (!query.has('pseudo')) return english;
    other ??= bracketEngine(root);
    return (await other).engine;
  };
  const files = new Map<string, Promise<Opened>>();
  /** By the file that they lie beside, then by their own address. */
  const borrowed = new Map<string, Map<string, CompanionFile & { readonly fileId: number }>>();
  const remembered = new Map<string, unknown>();
  const open = (query: URLSearchParams, kinds: readonly KindChoice[] = []) => {
    const opened = engineOf(query).then(engine => openFile(engine, query.get('file') ?? '', kinds));
    files.set(fileKey(query), opened);
    return opened;
  };
  const stateOf = async (query: URLSearchParams): Promise<DocumentState> => {
    const path = query.get('file') ?? '';
    const { state } = await open(query);
    const strings = query.has('pseudo') ? await bracketStrings(root) : {};
    const recalled = query.has('remembers') ? remembered.get(path) : null;
    return { ...state, strings, remembered: recalled ?? null };
  };
  const answer = async (query: URLSearchParams, message: Call, signal: AbortSignal) => {
    const { method, params } = message;
    if (method === 'ready') return stateOf(query);
    const path = query.get('file') ?? '';
    const { state } = await (files.get(fileKey(query)) ?? open(query));
    const engine = await engineOf(query);
    const context = { signal, id: message.id };
    const file = { fileId: state.file?.fileId ?? -1 };
    if (['picture', 'stats', 'values', 'offers'].includes(method)) {
      const handler = engine[method as 'picture'] as (p: unknown, c: unknown) => unknown;
      return handler({ ...file, ...(params as object) }, context);
    }
    if (method === 'remember') remembered.set(path, (params as { state: unknown }).state);
    const lent = borrowed.get(path) ?? new Map();
    if (method === 'borrow') {
      const lends = query.get('lends');
      const one = lends === null ? null : await borrow(engine, lends);
      if (one) borrowed.set(path, lent.set(one.id, one));
      return one;
    }
    if (method === 'borrowed') return [...lent.values()];
    if (method === 'borrowedPicture') {
      const { file: id, tensor, request } = params as unknown as BorrowedParams;
      return engine.picture({ fileId: lent.get(id).fileId, tensor, request }, context);
    }
    return undefined;
  };
  const server = createServer((request, response) => {
    void respond(request, response).catch(error => {
      response.statusCode = 500;
      response.end(String(error));
    });
  });
  const respond = async (request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? '/', 'http://harness');
    if (url.pathname === '/message') {
      const message = JSON.parse(await bodyOf(request)) as Call;
      const controller = new AbortController();
      response.on('close', () => controller.abort());
      const reply = await answer(url.searchParams, message, controller.signal).then(
        value => ({ rpc: 'result', id: message.id, value }),
        (error: unknown) => ({ rpc: 'error', id: message.id, error: toWire(error) }),
      );
      const told = { rpc: 'call', id: -1, method: 'document' };
      const events =
        message.method === 'reopen' ? [{ ...told, params: await stateOf(url.searchParams) }] : [];
      response.end(encode([reply, ...events]));
      return;
    }
    if (url.pathname === '/') {
      sendPage(response, url.searchParams);
      return;
    }
    if (url.pathname === '/open') {
      const { state } = await openFile(english, url.searchParams.get('file') ?? '', []);
      response.end(encode(state.file));
      return;
    }
    if (url.pathname === '/favicon.ico') {
      response.statusCode = 204;
      response.end();
      return;
    }
    const folder = url.pathname.startsWith('/harness/')
      ? join(root, 'test', 'ui', 'harness')
      : join(root, 'dist', 'webview');
    const name = url.pathname.replace(/^\/harness/, '');
    response.setHeader(
      'Content-Type',
      TYPES[name.split('.').at(-1) ?? ''] ?? 'application/octet-stream',
    );
    response.end(await readFile(join(folder, name)));
  };
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    close: async () => {
      await (await other)?.close();
      await new Promise<void>(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

/** A file is open in the engine of each language by itself. */
function fileKey(query: URLSearchParams): string {
  return `${query.get('pseudo')} ${query.get('file')}`;
}

async function borrow(
  engine: Handlers<EngineMethods>,
  path: string,
): Promise<CompanionFile & { readonly fileId: number }> {
  const context = { signal: new AbortController().signal, id: 0 };
  const opened = await engine.open(
    {
      location: { type: 'path', path },
      overrides: { ...WORD, relativePath: basename(path), kinds: [] },
    },
    context,
  );
  const { fileId, tensors, findings } = opened;
  return { id: path, fileId, name: basename(path), tensors, findings };
}

async function openFile(
  engine: Handlers<EngineMethods>,
  path: string,
  kinds: readonly KindChoice[],
): Promise<Opened> {
  const base = {
    settings: { defaultColormap: 'viridis', maskColor: '#ff3355', maskOpacity: 0.5 },
    strings: {},
    revision: ++revision,
    first: [],
    remembered: null,
  };
  const context = { signal: new AbortController().signal, id: 0 };
  try {
    const opened = await engine.open(
      {
        location: { type: 'path', path },
        overrides: { ...WORD, relativePath: basename(path), kinds },
      },
      context,
    );
    const findings =
      opened.byteLength > CHECKED_BYTES || opened.tensors.length > CHECKED_TENSORS
        ? opened.findings
        : await engine.checkValues({ fileId: opened.fileId }, context);
    const file: FileInfo = { ...opened, findings };
    return { state: { file, failure: null, ...base }, kinds };
  } catch (error) {
    const place = (error as { place?: object }).place ?? {};
    const failure = { message: (error as Error).message, ...place };
    return { state: { file: null, failure, ...base }, kinds };
  }
}

function sendPage(response: ServerResponse, params: URLSearchParams): void {
  const nonce = randomBytes(16).toString('base64url');
  const theme = params.get('theme') ?? 'dark';
  const policy =
    `default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self' blob: data:; ` +
    `script-src 'nonce-${nonce}'; connect-src 'self'`;
  const bodyClass = {
    dark: 'vscode-dark',
    light: 'vscode-light',
    'hc-dark': 'vscode-high-contrast',
    'hc-light': 'vscode-high-contrast vscode-high-contrast-light',
  }[theme];
  const painter = params.get('painter');
  response.setHeader('Content-Type', TYPES.html!);
  response.setHeader('Content-Security-Policy', policy);
  response.end(`<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Tensor Loupe</title>
<link rel="stylesheet" href="/harness/themes/${theme}.css">
<link rel="stylesheet" href="/style.css" id="vscode-codicon-stylesheet"></head>
<body class="${bodyClass}"${painter ? ` data-painter="${painter}"` : ''}>
<script nonce="${nonce}" src="/harness/page.js"></script>
<script type="module" nonce="${nonce}" src="/webview.js"></script></body></html>`);
}

function encode(value: unknown): string {
  return JSON.stringify(value, (_, child: unknown) =>
    child instanceof Float32Array || child instanceof Uint8Array
      ? {
          $type: child.constructor.name,
          $bytes: Buffer.from(child.buffer, child.byteOffset, child.byteLength).toString('base64'),
        }
      : child,
  );
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
