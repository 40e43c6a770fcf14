import { t } from '../../core/l10n';
import { INCOMPLETE } from '../../core/lint/report';
import type { Range } from '../../core/python/positions';
import { SETTINGS } from '../../core/settings/settings';
import type { PythonFileFinding } from '../../protocol/engineMethods';
import { CancelledError } from '../../protocol/rpc';
import { type LintRunOptions, runOverFiles } from '../lintQueue';
import { locate } from '../location';
import { rulesFor } from '../overrides';
import type { Session } from '../session';
import { settingOf } from '../settingsOf';
import type { Uri } from '../uri';
import type { DocumentFinding } from './units';

/** Checks Python files and notebooks as they are on disk, a few at once; one that cannot be read has no findings. */
export async function lintPythonFiles(
  session: Session,
  uris: readonly Uri[],
  options: Pick<LintRunOptions, 'signal' | 'onDone'>,
): Promise<void> {
  await runOverFiles(session, uris, options, uri => lintPythonFile(session, uri, options.signal));
}

/** @throws CancelledError when the check is cancelled or the engine stops; else why the file cannot be read */
async function lintPythonFile(session: Session, uri: Uri, signal: AbortSignal): Promise<void> {
  const { workspace, engine, pythonFindings } = session;
  if (!settingOf(workspace.settings, SETTINGS.pythonLint, uri)) {
    pythonFindings.clear(uri);
    return;
  }
  try {
    const location = await locate(workspace, uri);
    const rules = await rulesFor(session, uri);
    const report = await engine.call('pythonFile', { location, rules }, { signal });
    if (report.isIncomplete) workspace.log.warn(`${uri.toString(true)}: ${INCOMPLETE}`);
    const found = report.findings.map(finding => inFile(finding, uri));
    pythonFindings.setOnDisk(uri, found);
  } catch (error) {
    if (!(error instanceof CancelledError)) pythonFindings.clear(uri);
    throw error;
  }
}

/** A finding in the places of its file; one in a notebook names its cell. */
function inFile({ notebook, ...finding }: PythonFileFinding, uri: Uri): DocumentFinding {
  const chain = finding.chain.map(step => ({ ...step, uri }));
  if (!notebook) return { ...finding, chain };
  const line = notebook.fileLine;
  const range: Range = { line, column: 1, endLine: line, endColumn: 1 };
  const { fix: _, ...rest } = finding;
  const message = t`Cell ${notebook.cell}: ${finding.message}`;
  return { ...rest, range, message, chain };
}
