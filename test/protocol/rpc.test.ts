import { getEventListeners } from 'node:events';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { afterEach, describe, expect, it } from 'vitest';
import { CancelledError, type MessagePortLike, Rpc, RpcError } from '../../src/protocol/rpc';

interface Server {
  double(params: { n: number }): number;
  fail(): void;
  wait(): string;
  bytes(): Uint8Array;
}
interface Client {
  note(params: { text: string }): void;
}

const open: { dispose(): void }[] = [];
const portsOpen: MessagePort[] = [];
afterEach(() => {
  for (const end of open.splice(0)) end.dispose();
  for (const port of portsOpen.splice(0)) port.close();
});

function portOf(port: MessagePort): MessagePortLike {
  portsOpen.push(port);
  return {
    post: (message, transfer) => port.postMessage(message, transfer ? [...transfer] : []),
    onMessage: listener => port.on('message', listener),
  };
}

function connect() {
  const { port1, port2 } = new MessageChannel();
  const notes: string[] = [];
  const warnings: string[] = [];
  const state = { aborted: false };
  const kept = new Uint8Array([9, 1, 2, 3, 9]).subarray(1, 4);
  const server = new Rpc<Server, Client>(
    portOf(port1),
    {
      double: ({ n }) => 2 * n,
      fail: () => {
        throw Object.assign(new TypeError('no such tensor'), { place: { byteOffset: 7 } });
      },
      wait: (_params, { signal }) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => {
            state.aborted = true;
            reject(signal.reason);
          });
        }),
      bytes: () => kept,
    },
    { warn: text => warnings.push(text) },
  );
  const client = new Rpc<Client, Server>(portOf(port2), {
    note: ({ text }) => void notes.push(text),
  });
  open.push(server, client);
  return { server, client, notes, warnings, state, clientPort: port2 };
}

describe('Rpc', () => {
  it('answers each call by its id, both ways', async () => {
    const { server, client, notes } = connect();
    const answers = await Promise.all([1, 2, 3].map(n => client.call('double', { n })));
    expect(answers).toEqual([2, 4, 6]);
    await server.call('note', { text: 'hello' });
    expect(notes).toEqual(['hello']);
  });

  it('brings an error with its name, place and stack', async () => {
    const { client } = connect();
    const error = await client.call('fail', undefined).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(RpcError);
    expect(error).toMatchObject({
      name: 'TypeError',
      message: 'no such tensor',
      data: { place: { byteOffset: 7 } },
    });
    expect((error as RpcError).remoteStack).toContain('no such tensor');
  });

  it('cancels at both ends', async () => {
    const { client, state } = connect();
    const controller = new AbortController();
    const call = client.call('wait', undefined, controller.signal);
    controller.abort();
    await expect(call).rejects.toBeInstanceOf(CancelledError);
    await client.call('double', { n: 1 });
    expect(state.aborted).toBe(true);
  });

  it('does not send a call that is cancelled already', async () => {
    const { client } = connect();
    await expect(client.call('double', { n: 1 }, AbortSignal.abort())).rejects.toBeInstanceOf(
      CancelledError,
    );
  });

  it('rejects everything under way on dispose, and every later call', async () => {
    const { client } = connect();
    const call = client.call('wait', undefined);
    client.dispose('closing');
    await expect(call).rejects.toThrow('closing');
    await expect(client.call('double', { n: 1 })).rejects.toBeInstanceOf(CancelledError);
  });

  it('stops the handlers of an end that is disposed', async () => {
    const { server, client, state } = connect();
    const call = client.call('wait', undefined).catch(() => 'rejected');
    await client.call('double', { n: 1 });
    server.dispose();
    expect(state.aborted).toBe(true);
    client.dispose();
    expect(await call).toBe('rejected');
  });

  it('keeps views on larger buffers intact', async () => {
    const { client } = connect();
    expect([...(await client.call('bytes', undefined))]).toEqual([1, 2, 3]);
  });

  it.each(['__proto__', 'constructor', 'toString', 'missing'])(
    'refuses the method %s',
    async name => {
      const { client } = connect();
      const call = client.call as (method: string, params: unknown) => Promise<unknown>;
      await expect(call.call(client, name, {})).rejects.toThrow('There is no method');
    },
  );

  it.each([
    null,
    7,
    'text',
    {},
    { rpc: 'call', id: 'x' },
    { rpc: 'call', id: 1 },
    { rpc: 'odd', id: 1 },
  ])('drops %j with a warning', async message => {
    const { client, clientPort, warnings } = connect();
    clientPort.postMessage(message);
    await client.call('double', { n: 1 });
    expect(warnings).toHaveLength(1);
  });
});

function deferred() {
  let resolve: () => void = () => {};
  let reject: (error: Error) => void = () => {};
  const promise = new Promise<void>((done, failed) => {
    resolve = done;
    reject = failed;
  });
  return { promise, resolve, reject };
}

describe('what a call leaves behind', () => {
  it('lets go of the signal once it is answered, refused or cancelled', async () => {
    const { client } = connect();
    const controller = new AbortController();
    const { signal } = controller;
    await client.call('double', { n: 2 }, signal);
    await expect(client.call('fail', undefined, signal)).rejects.toThrow('no such tensor');
    expect(getEventListeners(signal, 'abort')).toEqual([]);
    const waiting = client.call('wait', undefined, signal);
    expect(getEventListeners(signal, 'abort')).toHaveLength(1);
    controller.abort();
    await expect(waiting).rejects.toBeInstanceOf(CancelledError);
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  it.each(['resolve', 'reject'] as const)(
    'posts nothing when a handler ends (%s) after dispose',
    async how => {
      const posted: unknown[] = [];
      let receive: (message: unknown) => void = () => {};
      const port: MessagePortLike = {
        post: message => void posted.push(message),
        onMessage: listener => {
          receive = listener;
        },
      };
      const handling = deferred();
      const rpc = new Rpc<{ slow(): Promise<void> }, Client>(port, {
        slow: () => handling.promise,
      });
      receive({ rpc: 'call', id: 1, method: 'slow', params: undefined });
      rpc.dispose();
      if (how === 'resolve') handling.resolve();
      else handling.reject(new Error('too late'));
      await new Promise(resolve => setImmediate(resolve));
      receive({ rpc: 'call', id: 2, method: 'slow', params: undefined });
      await new Promise(resolve => setImmediate(resolve));
      expect(posted).toEqual([]);
      await expect(rpc.call('note', { text: '' })).rejects.toBeInstanceOf(CancelledError);
    },
  );
});
