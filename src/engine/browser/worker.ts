import { type Strings, setStrings } from '../../core/l10n';
import type { EngineEvents, EngineMethods } from '../../protocol/engineMethods';
import { Rpc } from '../../protocol/rpc';
import { createEngine } from '../engine';
import { ownBuffers } from '../ownBuffers';
import { deliverBy } from './writing';

declare const self: DedicatedWorkerGlobalScope;

/** What the host says first. */
interface Settings {
  readonly strings?: Strings;
  readonly wasmFolder: string;
}

self.addEventListener('message', ({ data }) => start(data as Settings), { once: true });

function start({ strings, wasmFolder }: Settings): void {
  if (strings) setStrings(strings);
  const engine = createEngine({
    wasmFolder,
    onProgress: progress => void rpc.call('progress', progress).catch(() => {}),
  });
  const rpc: Rpc<EngineMethods, EngineEvents> = new Rpc<EngineMethods, EngineEvents>(
    {
      post: (message, transfer) => self.postMessage(message, transfer ? [...transfer] : []),
      onMessage: listener => self.addEventListener('message', ({ data }) => listener(data)),
    },
    engine,
    { transfer: ownBuffers },
  );
  deliverBy((path, bytes) => rpc.call('write', { path, bytes }));
}
