import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { EngineEvents, EngineMethods } from '../../../src/protocol/engineMethods';
import { type Handlers, Rpc } from '../../../src/protocol/rpc';

/** A language in which every text of ours stands in brackets. */
export async function bracketStrings(root: string): Promise<Record<string, string>> {
  const bundle = await readFile(join(root, 'media', 'l10n', 'bundle.l10n.json'), 'utf8');
  const texts = Object.keys(JSON.parse(bundle) as Record<string, string>);
  return Object.fromEntries(texts.map(text => [text, `⟦${text}⟧`]));
}

export interface BracketEngine {
  readonly engine: Handlers<EngineMethods>;
  close(): Promise<unknown>;
}

/** The engine in a worker of its own that speaks that language, as the host starts it; its bundle lies beside. */
export async function bracketEngine(root: string): Promise<BracketEngine> {
  const workerData = await bracketStrings(root);
  const worker = new Worker(new URL('worker.js', import.meta.url), { workerData });
  const rpc = new Rpc<EngineEvents, EngineMethods>(
    {
      post: message => worker.postMessage(message),
      onMessage: listener => worker.on('message', listener),
    },
    { progress: () => undefined, log: () => undefined, write: () => undefined },
  );
  const ask =
    (method: string) =>
    (params: never, { signal }: { readonly signal: AbortSignal }) =>
      rpc.call(method as keyof EngineMethods, params, signal);
  const engine = new Proxy({} as Handlers<EngineMethods>, {
    // A promise asks whether what it is given is one.
    get: (_, method) => (method === 'then' ? undefined : ask(String(method))),
  });
  return { engine, close: () => worker.terminate() };
}
