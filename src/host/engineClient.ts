import { Worker } from 'node:worker_threads';
import type * as vscode from 'vscode';
import { type Strings, t } from '../core/l10n';
import type { EngineEvents, EngineMethods, Progress } from '../protocol/engineMethods';
import { type MessagePortLike, type ParamsOf, type ResultOf, Rpc } from '../protocol/rpc';

export interface EngineCallOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

/**
 * The engine in its worker thread: started on first need, started anew after a crash. File ids belong
 * to one life of the worker, so `generation` tells whoever holds one when it is void.
 */
export class EngineClient implements vscode.Disposable {
  readonly #workerPath: string;
  readonly #log: vscode.LogOutputChannel;
  readonly #strings: Strings | undefined;
  readonly #progress = new Map<number, (progress: Progress) => void>();
  #running: { readonly worker: Worker; readonly rpc: Rpc<EngineEvents, EngineMethods> } | undefined;
  #generation = 0;

  /** `strings` are the engine's texts in the user's language; none where that is English. */
  constructor(workerPath: string, log: vscode.LogOutputChannel, strings?: Strings) {
    this.#workerPath = workerPath;
    this.#log = log;
    this.#strings = strings;
  }

  get generation(): number {
    return this.#generation;
  }

  async call<K extends keyof EngineMethods>(
    method: K,
    params: ParamsOf<EngineMethods[K]>,
    options: EngineCallOptions = {},
  ): Promise<ResultOf<EngineMethods[K]>> {
    const { rpc } = this.#start();
    let requestId = 0;
    try {
      return await rpc.call(method, params, options.signal, id => {
        requestId = id;
        if (options.onProgress) this.#progress.set(id, options.onProgress);
      });
    } finally {
      this.#progress.delete(requestId);
    }
  }

  dispose(): void {
    this.#running?.rpc.dispose('Tensor Loupe is closing');
    void this.#running?.worker.terminate();
    this.#running = undefined;
  }

  #start() {
    if (this.#running) return this.#running;
    this.#generation++;
    const worker = new Worker(this.#workerPath, {
      name: 'tensor-loupe-engine',
      workerData: this.#strings,
    });
    const rpc = new Rpc<EngineEvents, EngineMethods>(
      portOf(worker),
      {
        progress: params => this.#progress.get(params.request)?.(params),
        log: params => this.#log[params.level](params.message),
      },
      { warn: text => this.#log.warn(`engine: ${text}`) },
    );
    const running = { worker, rpc };
    const stop = (reason: string) => {
      if (this.#running === running) this.#running = undefined;
      rpc.dispose(reason);
    };
    worker.on('error', error => {
      this.#log.error('The engine failed', error.stack ?? error.message);
      stop(t`The engine stopped: ${error.message}. It starts again on the next request.`);
    });
    worker.on('exit', code => stop(t`The engine stopped (code ${code}).`));
    this.#running = running;
    return running;
  }
}

function portOf(worker: Worker): MessagePortLike {
  return {
    post: (message, transfer) => worker.postMessage(message, transfer ? [...transfer] : []),
    onMessage: listener => worker.on('message', listener),
  };
}
