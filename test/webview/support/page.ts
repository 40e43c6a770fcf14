import type { Kind } from '../../../src/core/contracts/index';
import type { TensorInfo } from '../../../src/protocol/engineMethods';
import type { DocumentState } from '../../../src/protocol/webviewMethods';
import { FileCaches } from '../../../webview/fileCaches';
import type { Host } from '../../../webview/host';
import type { SessionPage } from '../../../webview/session';
import { Store } from '../../../webview/store';

/** A float32 tensor as the engine tells of it. */
export function tensorInfo(
  name: string,
  shape: readonly number[],
  kind: Kind | null = null,
): TensorInfo {
  return {
    name,
    dtype: 'F32',
    shape,
    byteLength: shape.reduce((product, size) => product * size, 4),
    decodable: true,
    numeric: true,
    classification: { kind, evidence: [], because: '', candidates: [] },
  };
}

/** A file's state as the host sends it. */
export function documentOf(
  tensors: readonly TensorInfo[],
  remembered: unknown = null,
): DocumentState {
  return {
    fileName: 'dump.safetensors',
    isOwn: true,
    revision: 1,
    file: {
      fileId: 1,
      name: 'dump.safetensors',
      format: 'safetensors',
      byteLength: 0,
      metadata: [],
      tensors,
      findings: [],
      reading: 'stored',
    },
    failure: null,
    unread: 0,
    path: null,
    settings: { defaultColormap: 'viridis', maskColor: '#ff0000', maskOpacity: 0.5 },
    first: [],
    strings: {},
    remembered,
    asked: null,
  };
}

const silentHost: Host = {
  call: () => new Promise(() => undefined),
  savedState: () => undefined,
  saveState: () => undefined,
};

/** A page without a browser that shows these tensors. */
export function pageOf(tensors: readonly TensorInfo[]): SessionPage {
  const store = new Store(undefined, () => undefined);
  store.setDocument(documentOf(tensors));
  return { store, host: silentHost, caches: new FileCaches(silentHost) };
}
