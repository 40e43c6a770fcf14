import { CancelledError, type ParamsOf, type ResultOf, Rpc } from '../src/protocol/rpc';
import type { HostMethods, WebviewEvents } from '../src/protocol/webviewMethods';

interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}
declare function acquireVsCodeApi(): VsCodeApi;

/** The extension host as the webview knows it: typed calls and a state that outlives the page. */
export interface Host {
  call<K extends keyof HostMethods & string>(
    method: K,
    params: ParamsOf<HostMethods[K]>,
    signal?: AbortSignal,
  ): Promise<ResultOf<HostMethods[K]>>;
  /** What the last page of this editor saved. */
  savedState(): unknown;
  saveState(state: unknown): void;
}

/** Connects to the extension host; may be called once a page. */
export function connectHost(
  events: {
    [K in keyof WebviewEvents]: (params: Parameters<WebviewEvents[K]>[0]) => void;
  },
): Host {
  const api = acquireVsCodeApi();
  const rpc = new Rpc<WebviewEvents, HostMethods>(
    {
      post: message => api.postMessage(message),
      onMessage: listener =>
        window.addEventListener('message', event => listener(event.data as unknown)),
    },
    events,
  );
  return {
    call: (method, params, signal) => rpc.call(method, params, signal),
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
