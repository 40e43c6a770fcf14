import { CancelledError } from '../protocol/rpc';
import { locate } from './location';
import { failureOf, findingOf, isGone } from './openFailure';
import { overridesOf } from './overrides';
import type { Session } from './session';
import type { Uri } from './uri';

const PARALLEL = 2;
/** An engine that keeps stopping would be started for every file. */
const MOST_ENGINE_STOPS = 3;

/** How a list of files is checked. */
export interface LintRunOptions {
  /** Also read every value and run the value rules. */
  readonly values: boolean;
  /** Leaves values unread where that would read more bytes than this. */
  readonly valuesUpTo?: number;
  /** Nobody asked for it: pictures are left alone, as native code would decode them. */
  readonly isBackground: boolean;
  readonly signal: AbortSignal;
  readonly onDone?: (done: number, total: number) => void;
}

/** Checks files in the engine, a few at once; a file that fails gets its finding and the rest go on. */
export async function lintFiles(
  session: Session,
  uris: readonly Uri[],
  options: LintRunOptions,
): Promise<void> {
  await runOverFiles(session, uris, options, uri => lintFile(session, uri, options));
}

/** Does something for each file, a few at once; what a file throws is logged, and the rest go on. */
export async function runOverFiles(
  { workspace: { log } }: Session,
  uris: readonly Uri[],
  { signal, onDone }: Pick<LintRunOptions, 'signal' | 'onDone'>,
  check: (uri: Uri) => Promise<void>,
): Promise<void> {
  let next = 0;
  let done = 0;
  let engineStops = 0;
  const work = async () => {
    for (let uri = uris[next++]; uri && !signal.aborted; uri = uris[next++]) {
      try {
        await check(uri);
      } catch (error) {
        if (signal.aborted) return;
        if (error instanceof CancelledError && ++engineStops >= MOST_ENGINE_STOPS) return;
        log.warn(`${uri.toString(true)} was not checked: ${String(error)}`);
      }
      onDone?.(++done, uris.length);
    }
  };
  await Promise.all(Array.from({ length: PARALLEL }, work));
}

/** @throws CancelledError when the check is cancelled or the engine stops: that says nothing of the file. */
async function lintFile(session: Session, uri: Uri, options: LintRunOptions): Promise<void> {
  const { workspace, documents, engine, findings, checkedValues } = session;
  const { values, valuesUpTo, isBackground, signal } = options;
  const open = documents.get(uri);
  if (open?.file) {
    if (values && !isBackground) await open.checkValues(undefined, { signal }).catch(() => {});
    return;
  }
  try {
    const overrides = await overridesOf(session, uri);
    const stamp = await checkedValues.stampOf(uri, overrides);
    const known = isBackground ? checkedValues.of(uri, stamp) : undefined;
    if (known) {
      findings.setBackground(uri, known, true);
      return;
    }
    const location = await locate(workspace, uri);
    const limit = valuesUpTo === undefined ? {} : { valuesUpTo };
    const params = { location, overrides, values, ...limit, decodesPictures: !isBackground };
    const report = await engine.call('lint', params, { signal });
    if (report.valuesRead) checkedValues.put(uri, stamp, report.findings);
    findings.setBackground(uri, report.findings, report.valuesRead);
  } catch (error) {
    if (error instanceof CancelledError) throw error;
    if (await isGone(workspace, uri)) findings.clear(uri);
    else findings.setBackground(uri, [findingOf(failureOf(error))]);
  }
}
