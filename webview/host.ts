import { CancelledError, type ParamsOf, type ResultOf, Rpc } from '../src/protocol/rpc';
import type { HostMethods, ReadingProgress, WebviewEvents } from '../src/protocol/webviewMethods';

interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}
declare function acquireVsCodeApi(): VsCodeApi;

export type { ReadingProgress };

/** The extension host as the webview knows it: typed calls and a state that outlives the page. */
export interface Host {
  call<K extends keyof HostMethods & string>(
    method: K,
    params: ParamsOf<HostMethods[K]>,
    signal?: AbortSignal,
    /** Hears how far the request is, where it reads much. */
    onProgress?: (progress: ReadingProgress) => void,
  ): Promise<ResultOf<HostMethods[K]>>;
  /** What the last page of this editor saved. */
  savedState(): unknown;
  saveState(state: unknown): void;
}

/** Connects to the extension host; may be called once a page. */
export function connectHost(
  events: {
    [K in Exclude<keyof WebviewEvents, 'progress'>]: (
      params: Parameters<WebviewEvents[K]>[0],
    ) => void;
  },
): Host {
  const listeners = new Map<number, (progress: ReadingProgress) => void>();
  const api = acquireVsCodeApi();
  const rpc = new Rpc<WebviewEvents, HostMethods>(
    {
      post: message => api.postMessage(message),
      onMessage: listener =>
        window.addEventListener('message', event => listener(event.data as unknown)),
    },
    { ...events, progress: params => listeners.get(params.request)?.(params) },
  );
  return {
    async call(method, params, signal, onProgress) {
      let request = 0;
      try {
        return await rpc.call(method, params, signal, id => {
          request = id;
          if (onProgress) listeners.set(id, onProgress);
        });
      } finally {
        listeners.delete(request);
      }
    },
    savedState: () => api.getState(),
    saveState: state => api.setState(state),
  };
}

/** Whether an error only says that nobody waits for the answer any more. */
export function isCancelled(error: unknown): boolean {
  return error instanceof CancelledError;
}

/** What an error says for people. */
export function errorText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
