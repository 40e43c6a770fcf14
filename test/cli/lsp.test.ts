import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import {
  type CodeAction,
  createConnection,
  createProtocolConnection,
  type Diagnostic,
  type Hover,
  type InlayHint,
  ProposedFeatures,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { LanguageServer } from '../../src/cli/lsp/server';
import { configsOf } from '../../src/cli/projectSettings';
import { NODE, RULE } from '../support/badNode';
import { tempFolder } from '../support/tempFolder';

const clients: { dispose(): void }[] = [];
afterEach(() => {
  for (const client of clients.splice(0)) client.dispose();
});

interface Client {
  readonly connection: ProtocolConnection;
  /** The next diagnostics of a text that fit. */
  diagnostics(
    uri: string,
    accept?: (found: readonly Diagnostic[]) => boolean,
  ): Promise<readonly Diagnostic[]>;
  open(uri: string, text: string): void;
  readonly told: string[];
}

/** An editor that is connected with the server, as over standard input and output. */
async function connect(): Promise<Client> {
  const [toServer, toClient] = [new PassThrough(), new PassThrough()];
  const server = createConnection(
    ProposedFeatures.all,
    new StreamMessageReader(toServer),
    new StreamMessageWriter(toClient),
  );
  const running = new LanguageServer(server, {
    version: '1.2.3',
    configs: () => configsOf(undefined, undefined),
  });
  server.listen();
  const connection = createProtocolConnection(
    new StreamMessageReader(toClient),
    new StreamMessageWriter(toServer),
  );
  clients.push({
    dispose: () => {
      connection.dispose();
      running.dispose();
      server.dispose();
    },
  });
  const published: PublishDiagnosticsParams[] = [];
  const told: string[] = [];
  let heard = () => {};
  connection.onNotification(
    'textDocument/publishDiagnostics',
    (params: PublishDiagnosticsParams) => {
      published.push(params);
      heard();
    },
  );
  connection.onNotification('window/showMessage', ({ message }: { message: string }) => {
    told.push(message);
  });
  connection.listen();
  const answer = await connection.sendRequest<{ serverInfo: object }>('initialize', {
    processId: null,
    rootUri: null,
    capabilities: {},
  });
  expect(answer.serverInfo).toEqual({ name: 'tensor-loupe', version: '1.2.3' });
  await connection.sendNotification('initialized', {});
  return {
    connection,
    told,
    open: (uri, text) =>
      void connection.sendNotification('textDocument/didOpen', {
        textDocument: { uri, languageId: 'python', version: 1, text },
      }),
    async diagnostics(uri, accept = () => true) {
      for (;;) {
        const at = published.findIndex(each => each.uri === uri && accept(each.diagnostics));
        if (at >= 0) return published.splice(at, 1)[0]!.diagnostics;
        await new Promise<void>(resolve => {
          heard = resolve;
        });
      }
    },
  };
}

async function fileAt(name: string, files: Readonly<Record<string, string>> = {}): Promise<string> {
  const folder = await tempFolder();
  await mkdir(join(folder, 'nodes'));
  for (const [path, text] of Object.entries(files)) await writeFile(join(folder, path), text);
  return pathToFileURL(join(folder, 'nodes', name)).href;
}

test('a text has its diagnostics, follows edits, and loses them when it is closed', async () => {
  const client = await connect();
  const uri = await fileAt('bad.py');
  client.open(uri, NODE);
  const [found] = await client.diagnostics(uri);
  expect(found).toMatchObject({
    code: RULE,
    severity: 1,
    source: 'Tensor Loupe',
    range: { start: { line: 1 } },
  });
  const column = NODE.split('\n')[1]!.indexOf('("IMAGE")') + '("IMAGE"'.length;
  const place = { line: 1, character: column };
  await client.connection.sendNotification('textDocument/didChange', {
    textDocument: { uri, version: 2 },
    contentChanges: [{ range: { start: place, end: place }, text: ',' }],
  });
  await client.diagnostics(uri, ({ length }) => length === 0);
  await client.connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
  await client.diagnostics(uri, ({ length }) => length === 0);
});

test('hovers and inlays say what is known, at once after an edit', async () => {
  const client = await connect();
  const text = NODE.replace('("IMAGE")', '("IMAGE",)').replace(
    'return (image,)',
    'wide = image[0]\n        return (wide,)',
  );
  client.open('untitled:one', text);
  const lines = text.split('\n');
  const line = lines.findIndex(each => each.includes('wide ='));
  const character = lines[line]!.indexOf('wide');
  const textDocument = { uri: 'untitled:one' };
  const hover = await client.connection.sendRequest<Hover>('textDocument/hover', {
    textDocument,
    position: { line, character },
  });
  expect(JSON.stringify(hover.contents)).toContain('[H,W,C]');
  expect(hover.range?.start).toEqual({ line, character });
  const inlays = await client.connection.sendRequest<InlayHint[]>('textDocument/inlayHint', {
    textDocument,
    range: { start: { line: 0, character: 0 }, end: { line: lines.length, character: 0 } },
  });
  expect(inlays).toMatchObject([
    { label: '[H,W,C]', position: { line, character: character + 4 } },
  ]);
});

test('fixes mend the finding, silence it on its line, or mend all', async () => {
  const client = await connect();
  const uri = await fileAt('bad.py');
  client.open(uri, NODE + NODE.replaceAll('Bad', 'Worse'));
  const ask = (only?: readonly string[]) =>
    client.connection.sendRequest<CodeAction[]>('textDocument/codeAction', {
      textDocument: { uri },
      range: { start: { line: 1, character: 20 }, end: { line: 1, character: 20 } },
      context: { diagnostics: [], ...(only && { only }) },
    });
  const [mend, ignore, all] = await ask();
  expect(mend).toMatchObject({
    kind: 'quickfix',
    isPreferred: true,
    diagnostics: [{ code: RULE }],
  });
  expect(mend?.edit?.changes?.[uri]).toHaveLength(1);
  expect(ignore?.edit?.changes?.[uri]?.[0]?.newText).toContain(`# loupe: ignore[${RULE}]`);
  expect(all?.edit?.changes?.[uri]).toHaveLength(2);
  expect((await ask(['source.fixAll'])).map(({ kind }) => kind)).toEqual([
    'source.fixAll.tensorLoupe',
  ]);
});

test('a project’s file counts, again when it has changed; a broken one is told once', async () => {
  const client = await connect();
  const off = JSON.stringify({ rules: { [RULE]: 'off' } });
  const uri = await fileAt('bad.py', { 'tensor-loupe.json': off });
  client.open(uri, NODE);
  expect(await client.diagnostics(uri)).toEqual([]);
  await writeFile(new URL('../tensor-loupe.json', uri), '{ "rules": { "python/nothing": "off" } }');
  const changed = () =>
    client.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [] });
  await changed();
  expect(await client.diagnostics(uri)).toHaveLength(1);
  await changed();
  await client.diagnostics(uri);
  expect(client.told).toHaveLength(1);
  expect(client.told[0]).toContain('python/nothing');
});
