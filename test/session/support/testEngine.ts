import { join } from 'node:path';
import { createEngine } from '../../../src/engine/engine';
import type { EngineMethods } from '../../../src/protocol/engineMethods';
import { CancelledError, RpcError, toWire } from '../../../src/protocol/rpc';
import type { Engine } from '../../../src/session/engine';
import { ROOT } from '../../support/sourceFiles';

type Call = (params: unknown, context: { signal: AbortSignal; id: number }) => unknown;

/** The real engine in this thread, which a test can crash, and whose calls it can hold. */
export class TestEngine implements Engine {
  generation = 0;
  /** The methods called, in order. */
  readonly calls: (keyof EngineMethods)[] = [];
  /** Awaited before a method answers. */
  readonly held = new Map<keyof EngineMethods, Promise<unknown>>();
  #engine = this.#start();

  /** The engine loses its files, as after a crash; the next call starts it anew. */
  crash(): void {
    this.#engine = this.#start();
  }

  readonly call: Engine['call'] = async (method, params, options = {}) => {
    this.calls.push(method);
    const signal = options.signal ?? new AbortController().signal;
    try {
      const result = await (this.#engine[method] as Call)(params, { signal, id: 0 });
      await this.held.get(method);
      if (signal.aborted) throw new CancelledError();
      return result as never;
    } catch (error) {
      throw error instanceof CancelledError ? error : new RpcError(toWire(error));
    }
  };

  #start() {
    this.generation++;
    return createEngine({ wasmFolder: join(ROOT, 'dist', 'wasm'), onProgress: () => undefined });
  }
}
