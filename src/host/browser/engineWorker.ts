import * as vscode from 'vscode';
import type { Strings } from '../../core/l10n';
import type { EngineProcess } from '../../session/engineClient';

/**
 * Starts the engine in a web worker of this one. Its program is read by the workspace and not by its address:
 * a browser starts no worker from the origin that extensions are served from.
 */
export function startEngineInBrowser(
  extensionUri: vscode.Uri,
  strings: Strings | undefined,
): EngineProcess {
  const folder = vscode.Uri.joinPath(extensionUri, 'dist', 'browser');
  const starting = start(vscode.Uri.joinPath(folder, 'worker.js'), {
    strings,
    wasmFolder: vscode.Uri.joinPath(extensionUri, 'dist', 'wasm').toString(true),
  });
  const whenStarted = (use: (worker: Worker) => void) => void starting.then(use, () => {});
  return {
    post: (message, transfer) =>
      whenStarted(worker => worker.postMessage(message, transfer ? [...transfer] : [])),
    onMessage: listener =>
      whenStarted(worker => worker.addEventListener('message', ({ data }) => listener(data))),
    onError: listener => {
      starting.catch(listener);
      whenStarted(worker =>
        worker.addEventListener('error', ({ message }) => listener(new Error(message))),
      );
    },
    // A web worker does not end by itself.
    onExit: () => {},
    terminate: () => whenStarted(worker => worker.terminate()),
  };
}

async function start(program: vscode.Uri, settings: unknown): Promise<Worker> {
  const bytes = await vscode.workspace.fs.readFile(program);
  const address = URL.createObjectURL(new Blob([bytes.slice()], { type: 'text/javascript' }));
  try {
    const worker = new Worker(address, { name: 'tensor-loupe-engine' });
    worker.postMessage(settings);
    return worker;
  } finally {
    URL.revokeObjectURL(address);
  }
}
