import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { beforeAll, expect, test } from 'vitest';
import {
  createProtocolConnection,
  type InitializeResult,
  type PublishDiagnosticsParams,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { NODE, RULE } from '../support/badNode';
import { buildCli } from '../support/cliProgram';

let program = '';
beforeAll(async () => {
  program = await buildCli();
});

function start() {
  const child = spawn(process.execPath, [program, 'lsp', '--stdio']);
  const connection = createProtocolConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  connection.listen();
  const initialize = () =>
    connection.sendRequest<InitializeResult>('initialize', {
      processId: process.pid,
      rootUri: null,
      capabilities: {},
    });
  return { child, connection, initialize, exit: once(child, 'exit') };
}

test('the program serves an editor over standard input and output, until it is told to exit', async () => {
  const { connection, initialize, exit } = start();
  expect((await initialize()).capabilities.hoverProvider).toBe(true);
  const diagnostics = new Promise<PublishDiagnosticsParams>(resolve => {
    connection.onNotification('textDocument/publishDiagnostics', resolve);
  });
  const textDocument = { uri: 'untitled:a', languageId: 'python', version: 1, text: NODE };
  await connection.sendNotification('textDocument/didOpen', { textDocument });
  expect((await diagnostics).diagnostics.map(({ code }) => code)).toEqual([RULE]);
  await connection.sendRequest('shutdown');
  await connection.sendNotification('exit');
  expect(await exit).toEqual([0, null]);
  connection.dispose();
});

test('it does not outlive an editor that is gone', async () => {
  const { child, connection, initialize, exit } = start();
  await initialize();
  connection.dispose();
  child.stdin.end();
  expect((await exit)[0]).toBe(1);
});
