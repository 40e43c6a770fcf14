import { lintFiles } from './lintQueue';
import { lintPythonFiles } from './python/lintPythonFiles';
import { filesOfWorkspace } from './scan';
import type { Session } from './session';
import type { Uri } from './uri';

/** What of the workspace is being checked. */
export type Stage = 'tensors' | 'python' | 'values';

/** How the workspace is checked. */
export interface CheckOptions {
  readonly signal: AbortSignal;
  readonly onDone: (stage: Stage, done: number, total: number) => void;
}

/** Checks the headers of every tensor file of the workspace. @returns the files */
export async function checkHeaders(
  session: Session,
  { signal, onDone }: CheckOptions,
): Promise<readonly Uri[]> {
  const uris = await filesOfWorkspace(session, 'tensors', signal);
  session.folders.add(uris);
  await lintFiles(session, uris, {
    values: false,
    isBackground: true,
    signal,
    onDone: (done, total) => onDone('tensors', done, total),
  });
  return uris;
}

/** Checks every Python file and notebook of the workspace as it is on disk. @returns the files */
export async function checkPython(
  session: Session,
  { signal, onDone }: CheckOptions,
): Promise<readonly Uri[]> {
  const uris = await filesOfWorkspace(session, 'python', signal);
  session.pythonFindings.keep(uris);
  await lintPythonFiles(session, uris, {
    signal,
    onDone: (done, total) => onDone('python', done, total),
  });
  return uris;
}

/** Reads the values of files that are not known yet and have at most so many bytes. */
export async function checkSmallValues(
  session: Session,
  uris: readonly Uri[],
  valuesUpTo: number,
  { signal, onDone }: CheckOptions,
): Promise<void> {
  if (valuesUpTo <= 0) return;
  const { findings, workspace } = session;
  const small: Uri[] = [];
  for (const uri of uris) {
    if (findings.hasValues(uri)) continue;
    const facts = await workspace.files.stat(uri).catch(() => null);
    if (facts && facts.size <= valuesUpTo) small.push(uri);
  }
  await lintFiles(session, small, {
    values: true,
    valuesUpTo,
    isBackground: true,
    signal,
    onDone: (done, total) => onDone('values', done, total),
  });
}
