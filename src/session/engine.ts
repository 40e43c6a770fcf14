import type { EngineMethods, Progress } from '../protocol/engineMethods';
import type { ParamsOf, ResultOf } from '../protocol/rpc';

/** How a call is followed and ended. */
export interface EngineCallOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

/** Asks the engine. File ids belong to one life of it: `generation` tells when they are void. */
export interface Engine {
  /** Rises whenever the engine is started anew. */
  readonly generation: number;
  /** @throws RpcError what the engine refuses, CancelledError on cancel or when the engine stops. */
  call<K extends keyof EngineMethods>(
    method: K,
    params: ParamsOf<EngineMethods[K]>,
    options?: EngineCallOptions,
  ): Promise<ResultOf<EngineMethods[K]>>;
}
