import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { NO_OVERRIDES } from '../../../src/engine/openedFile';
import { callsOf, newEngineCalls } from '../../session/support/testEngine';
import { type BracketEngine, bracketEngine, bracketStrings } from './bracketEngine';
import { type HarnessPage, PageSessions } from './pages';

export interface PageOptions {
  readonly painter?: string;
  /** Starts as the last page of the file was left. */
  readonly remembers?: string;
  /** The file that a dialog for another file gives. */
  readonly chosen?: string;
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

const TYPES: Readonly<Record<string, string>> = {
  js: 'text/javascript',
  css: 'text/css',
  ttf: 'font/ttf',
  html: 'text/html; charset=utf-8',
};

/** Starts the harness for the repository at `root`, whose webview is built. */
export async function startHarness(root: string): Promise<Harness> {
  const english = newEngineCalls(root);
  let other: Promise<BracketEngine> | undefined;
  const sessions = new PageSessions(async query => {
    if (!query.has('pseudo')) return { call: english, strings: {} };
    other ??= bracketEngine(root);
    return { call: callsOf((await other).engine), strings: await bracketStrings(root) };
  });
  const pages = new Map<string, HarnessPage>();
  const pageOf = async (url: URL, isNew: boolean): Promise<HarnessPage> => {
    const known = pages.get(url.search);
    if (known && !isNew) return known;
    known?.dispose();
    const page = await sessions.open(url.searchParams);
    pages.set(url.search, page);
    return page;
  };
  const routes: Readonly<
    Record<string, (url: URL, request: IncomingMessage, response: ServerResponse) => Promise<void>>
  > = {
    '/': async (url, _, response) => sendPage(response, url.searchParams),
    '/favicon.ico': async (_url, _, response) => {
      response.writeHead(204).end();
    },
    '/open': async (url, _, response) => {
      const location = { type: 'path', path: url.searchParams.get('file') ?? '' } as const;
      response.end(encode(await english('open', { location, overrides: NO_OVERRIDES })));
    },
    '/message': async (url, request, response) => {
      const message = JSON.parse(await bodyOf(request)) as {
        rpc: string;
        id: number;
        method?: string;
      };
      const page = await pageOf(url, message.method === 'ready');
      if (message.rpc !== 'call') {
        page.hear(message);
        response.end();
        return;
      }
      response.on('close', () => page.hear({ rpc: 'cancel', id: message.id }));
      response.end(encode(await page.ask(message)));
    },
    // What the host says unasked, a line each, as long as the page is there.
    '/events': async (url, _, response) => {
      response.flushHeaders();
      const page = await pageOf(url, false);
      page.listen(event => response.write(`${encode(event)}\n`));
    },
  };
  const sendFile = async ({ pathname }: URL, response: ServerResponse) => {
    const isHarness = pathname.startsWith('/harness/');
    const folder = isHarness ? join(root, 'test', 'ui', 'harness') : join(root, 'dist', 'webview');
    const name = pathname.replace(/^\/harness/, '');
    const type = TYPES[name.split('.').at(-1) ?? ''] ?? 'application/octet-stream';
    response.setHeader('Content-Type', type);
    response.end(await readFile(join(folder, name)));
  };
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://harness');
    const route = routes[url.pathname];
    const done = route ? route(url, request, response) : sendFile(url, response);
    done.catch(error => {
      response.statusCode = 500;
      response.end(String(error));
    });
  });
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
