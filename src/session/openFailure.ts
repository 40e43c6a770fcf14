import type { Finding } from '../core/findings';
import { CancelledError, RpcError } from '../protocol/rpc';
import type { OpenFailure } from '../protocol/webviewMethods';
import type { Uri } from './uri';
import type { Workspace } from './workspace';

/** Whether there is no file any more: then nothing is wrong with it. */
export function isGone({ files }: Pick<Workspace, 'files'>, uri: Uri): Promise<boolean> {
  return files.stat(uri).then(
    () => false,
    () => true,
  );
}

/** The one finding of a file that cannot be opened. */
export function findingOf(failure: OpenFailure): Finding {
  return {
    rule: failure.rule ?? 'file/unreadable',
    severity: 'error',
    tensor: failure.tensor ?? null,
    message: failure.message,
    ...(failure.byteOffset === undefined ? {} : { byteOffset: failure.byteOffset }),
  };
}

/** What to show of an error that kept a file from opening. */
export function failureOf(error: unknown): OpenFailure {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof CancelledError) return { message };
  const data =
    error instanceof RpcError
      ? (error.data as { place?: OpenFailure; rule?: OpenFailure['rule'] } | undefined)
      : undefined;
  return {
    message,
    ...(data?.rule === undefined ? {} : { rule: data.rule }),
    ...(data?.place?.byteOffset === undefined ? {} : { byteOffset: data.place.byteOffset }),
    ...(data?.place?.tensor === undefined ? {} : { tensor: data.place.tensor }),
  };
}
