import { parentPort, workerData } from 'node:worker_threads';
import { type Strings, setStrings } from '../../core/l10n';
import type { EngineEvents, EngineMethods } from '../../protocol/engineMethods';
import { Rpc } from '../../protocol/rpc';
import { createEngine } from '../engine';
import { ownBuffers } from '../ownBuffers';
import { wasmFolder } from './wasmFolder';

if (!parentPort) throw new Error('The engine runs as a worker thread');
const port = parentPort;
if (workerData) setStrings(workerData as Strings);

const engine = createEngine({
  wasmFolder: wasmFolder(),
  onProgress: progress => void rpc.call('progress', progress).catch(() => {}),
});

const rpc: Rpc<EngineMethods, EngineEvents> = new Rpc<EngineMethods, EngineEvents>(
  {
    post: (message, transfer) => port.postMessage(message, transfer ? [...transfer] : []),
    onMessage: listener => port.on('message', listener),
  },
  engine,
  { transfer: ownBuffers },
);
