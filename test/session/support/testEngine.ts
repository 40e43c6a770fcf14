import { join } from 'node:path';
import { createEngine } from '../../../src/engine/engine';
import type { EngineMethods } from '../../../src/protocol/engineMethods';
import { CancelledError, type Handlers, RpcError, toWire } from '../../../src/protocol/rpc';
import type { Engine } from '../../../src/session/engine';
import { ROOT } from '../../support/sourceFiles';

type Call = (params: unknown, context: { signal: AbortSignal; id: number }) => unknown;

/** Calls the methods of an engine of this thread; what they throw comes as over a channel. */
export function callsOf(handlers: Handlers<EngineMethods>): Engine['call'] {
  return async (method, params, options = {}) => {
    const signal = options.signal ?? new AbortController().signal;
    try {
      return (await (handlers[method] as Call)(params, { signal, id: 0 })) as never;
    } catch (error) {
      throw error instanceof CancelledError ? error : new RpcError(toWire(error));
    }
  };
}

/** The real engine in this thread, which a test can crash, and whose calls it can hold. */
export class TestEngine implements Engine {
  generation = 0;
  /** The methods called, in order. */
  readonly calls: (keyof EngineMethods)[] = [];
  /** Awaited before a method answers. */
  readonly held = new Map<keyof EngineMethods, Promise<unknown>>();
  #call = this.#start();

  /** The engine loses its files, as after a crash; the next call starts it anew. */
  crash(): void {
    this.#call = this.#start();
  }

  readonly call: Engine['call'] = async (method, params, options = {}) => {
    this.calls.push(method);
    const result = await this.#call(method, params, options);
    await this.held.get(method);
    if (options.signal?.aborted) throw new CancelledError();
    return result;
  };

  #start(): Engine['call'] {
    this.generation++;
    const wasmFolder = join(ROOT, 'dist', 'wasm');
    return callsOf(createEngine({ wasmFolder, onProgress: () => undefined }));
  }
}
