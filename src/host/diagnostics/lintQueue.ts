import * as vscode from 'vscode';
import { CancelledError } from '../../protocol/rpc';
import { failureOf, findingOf } from '../editors/tensorDocument';
import { locate } from '../location';
import type { Services } from '../services';

const PARALLEL = 2;
/** An engine that keeps stopping would be started for every file. */
const MOST_ENGINE_STOPS = 3;

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
  let engineStops = 0;
  const work = async () => {
    for (let uri = uris[next++]; uri && !options.signal.aborted; uri = uris[next++]) {
      try {
        await lintFile(services, uri, options);
      } catch (error) {
        if (options.signal.aborted || ++engineStops >= MOST_ENGINE_STOPS) return;
        services.log.warn(`${uri.toString(true)} was not checked: ${String(error)}`);
      }
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
    // A cancelled check, or an engine that stopped, says nothing of the file.
    if (error instanceof CancelledError) throw error;
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
