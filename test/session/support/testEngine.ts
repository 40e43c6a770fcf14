import { join } from 'node:path';
import { createEngine } from '../../../src/engine/engine';
import type { EngineMethods, Progress } from '../../../src/protocol/engineMethods';
import { CancelledError, type Handlers, RpcError, toWire } from '../../../src/protocol/rpc';
import type { Engine, EngineCallOptions } from '../../../src/session/engine';
import { ROOT } from '../../support/sourceFiles';

type Call = (params: unknown, context: { signal: AbortSignal; id: number }) => unknown;

/** Calls the methods of an engine of this thread; what they throw comes as over a channel. */
export function callsOf(handlers: Handlers<EngineMethods>, hears = new Hearers()): Engine['call'] {
  return async (method, params, options = {}) => {
    const signal = options.signal ?? new AbortController().signal;
    const id = hears.add(options.onProgress);
    try {
      return (await (handlers[method] as Call)(params, { signal, id })) as never;
    } catch (error) {
      throw error instanceof CancelledError ? error : new RpcError(toWire(error));
    } finally {
      hears.delete(id);
    }
  };
}

/** Who hears of the progress of which call. */
class Hearers {
  readonly #byId = new Map<number, EngineCallOptions['onProgress']>();
  #last = 0;

  readonly tell = (progress: Progress): void => this.#byId.get(progress.request)?.(progress);

  add(hear: EngineCallOptions['onProgress']): number {
    this.#byId.set(++this.#last, hear);
    return this.#last;
  }

  delete(id: number): void {
    this.#byId.delete(id);
  }
}

/** The calls of a new engine of this thread, with their progress; its kernels lie in the repository at `root`. */
export function newEngineCalls(root: string): Engine['call'] {
  const hears = new Hearers();
  const wasmFolder = join(root, 'dist', 'wasm');
  return callsOf(createEngine({ wasmFolder, onProgress: hears.tell }), hears);
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
    return newEngineCalls(ROOT);
  }
}
