import { Worker } from 'node:worker_threads';
import type { Strings } from '../../core/l10n';
import type { EngineProcess } from '../../session/engineClient';

/** Starts the engine in a worker thread; `strings` are its texts in the user's language, none for English. */
export function startEngineWorker(path: string, strings: Strings | undefined): EngineProcess {
  const worker = new Worker(path, { name: 'tensor-loupe-engine', workerData: strings });
  return {
    post: (message, transfer) => worker.postMessage(message, transfer ? [...transfer] : []),
    onMessage: listener => worker.on('message', listener),
    onError: listener => worker.on('error', listener),
    onExit: listener => worker.on('exit', listener),
    terminate: () => void worker.terminate(),
  };
}
