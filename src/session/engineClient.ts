import { t } from '../core/l10n';
import type { EngineEvents, EngineMethods, Progress } from '../protocol/engineMethods';
import {
  type Handlers,
  type MessagePortLike,
  type ParamsOf,
  type ResultOf,
  Rpc,
} from '../protocol/rpc';
import type { Engine, EngineCallOptions } from './engine';
import type { Disposable } from './events';
import type { Log } from './workspace';

/** A running engine: a worker thread, or whatever stands in for one. */
export interface EngineProcess extends MessagePortLike {
  /** It failed; nothing comes from it any more. */
  onError(listener: (error: Error) => void): void;
  /** It ended by itself, with this exit code. */
  onExit(listener: (code: number) => void): void;
  terminate(): void;
}

/** Writes a file whole where the engine says. */
export type Write = Handlers<EngineEvents>['write'];

/** The engine in a process of its own: started on first need, started anew after a crash. */
export class EngineClient implements Engine, Disposable {
  readonly #start: () => EngineProcess;
  readonly #log: Log;
  readonly #write: Write;
  readonly #progress = new Map<number, (progress: Progress) => void>();
  #running:
    | { readonly process: EngineProcess; readonly rpc: Rpc<EngineEvents, EngineMethods> }
    | undefined;
  #generation = 0;

  constructor(start: () => EngineProcess, log: Log, write: Write) {
    this.#start = start;
    this.#log = log;
    this.#write = write;
  }

  get generation(): number {
    return this.#generation;
  }

  async call<K extends keyof EngineMethods>(
    method: K,
    params: ParamsOf<EngineMethods[K]>,
    options: EngineCallOptions = {},
  ): Promise<ResultOf<EngineMethods[K]>> {
    const { rpc } = this.#run();
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
    this.#running?.process.terminate();
    this.#running = undefined;
  }

  #run() {
    if (this.#running) return this.#running;
    this.#generation++;
    const process = this.#start();
    const rpc = new Rpc<EngineEvents, EngineMethods>(
      process,
      {
        progress: params => this.#progress.get(params.request)?.(params),
        write: this.#write,
        log: params => this.#log[params.level](params.message),
      },
      { warn: text => this.#log.warn(`engine: ${text}`) },
    );
    const running = { process, rpc };
    const stop = (reason: string) => {
      if (this.#running === running) this.#running = undefined;
      rpc.dispose(reason);
    };
    process.onError(error => {
      this.#log.error('The engine failed', error.stack ?? error.message);
      stop(t`The engine stopped: ${error.message}. It starts again on the next request.`);
    });
    process.onExit(code => stop(t`The engine stopped (code ${code}).`));
    this.#running = running;
    return running;
  }
}
