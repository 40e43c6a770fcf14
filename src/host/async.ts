import type * as vscode from 'vscode';

/** An AbortSignal that follows a VS Code cancellation token. */
export function signalOf(token: vscode.CancellationToken): AbortSignal {
  const controller = new AbortController();
  if (token.isCancellationRequested) controller.abort();
  else token.onCancellationRequested(() => controller.abort());
  return controller.signal;
}

/** Runs something once the code that runs now has ended; nobody waits for it. */
export function runSoon(work: () => void): vscode.Disposable {
  const handle = setImmediate(work);
  return { dispose: () => clearImmediate(handle) };
}
