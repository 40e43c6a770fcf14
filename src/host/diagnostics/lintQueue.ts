import * as vscode from 'vscode';
import { failureOf, findingOf } from '../editors/tensorDocument';
import { locate } from '../location';
import type { Services } from '../services';

const PARALLEL = 2;

export interface LintRunOptions {
  readonly values: boolean;
  readonly signal: AbortSignal;
  readonly onDone?: (done: number, total: number) => void;
}

/** Lints files one after another in the engine; a file that fails gets its finding and the rest go on. */
export async function lintFiles(
  services: Services,
  uris: readonly vscode.Uri[],
  options: LintRunOptions,
): Promise<void> {
  let next = 0;
  let done = 0;
  const work = async () => {
    for (let uri = uris[next++]; uri && !options.signal.aborted; uri = uris[next++]) {
      await lintFile(services, uri, options);
      options.onDone?.(++done, uris.length);
    }
  };
  await Promise.all(Array.from({ length: PARALLEL }, work));
}

async function lintFile(
  services: Services,
  uri: vscode.Uri,
  options: LintRunOptions,
): Promise<void> {
  const open = services.documents.get(uri);
  if (open?.file) {
    if (options.values)
      await open.checkValues(undefined, { signal: options.signal }).catch(() => {});
    return;
  }
  try {
    const word = services.kinds.word(uri);
    const params = { location: await locate(uri), word, values: options.values };
    const findings = await services.engine.call('lint', params, { signal: options.signal });
    services.diagnostics.set(uri, findings);
  } catch (error) {
    if (options.signal.aborted) return;
    if (await isGone(uri)) services.diagnostics.clear(uri);
    else services.diagnostics.set(uri, [findingOf(failureOf(error))]);
  }
}

async function isGone(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return false;
  } catch {
    return true;
  }
}
