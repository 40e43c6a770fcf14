import { visible } from '../core/visible';
import { type CliStreams, EXIT } from './command';
import { type Configs, lintableFiles } from './findFiles';
import { messageLine } from './messageLine';
import { overridesFor } from './projectSettings';

/** Makes every sure mend of the Python files, in their places. @returns false where one could not be mended */
export async function mendAllFiles(
  paths: readonly string[],
  configs: Configs,
  streams: CliStreams,
  signal: AbortSignal,
): Promise<boolean> {
  const { count, files, areAll } = await mendEach(paths, configs, false, streams, signal);
  if (count > 0) streams.err(`${amount(count, 'mend')} made in ${amount(files, 'file')}`);
  return areAll;
}

/** Prints what the mends would change as one patch, and writes nothing. @returns the exit code: 1 where there is one */
export async function printMends(
  paths: readonly string[],
  configs: Configs,
  streams: CliStreams,
  signal: AbortSignal,
): Promise<number> {
  const { count, files, patches, areAll } = await mendEach(paths, configs, true, streams, signal);
  if (patches.length > 0) streams.out(patches.join('\n'));
  if (count > 0) streams.err(`${amount(count, 'mend')} possible in ${amount(files, 'file')}`);
  if (!areAll || signal.aborted) return EXIT.failed;
  return count > 0 ? EXIT.findings : EXIT.done;
}

interface Mends {
  readonly count: number;
  readonly files: number;
  readonly patches: readonly string[];
  readonly areAll: boolean;
}

/** Notebooks are left alone: a cell is mended where it is run. */
async function mendEach(
  paths: readonly string[],
  configs: Configs,
  isDraft: boolean,
  { err }: CliStreams,
  signal: AbortSignal,
): Promise<Mends> {
  const { mendPythonFile } = await import('./mendPython');
  const patches: string[] = [];
  let count = 0;
  let areAll = true;
  for await (const { path, error } of lintableFiles(paths, configs)) {
    if (signal.aborted) break;
    if (error || !path.toLowerCase().endsWith('.py')) continue;
    const { rules } = await overridesFor(configs, path);
    try {
      const mended = await mendPythonFile(path, rules, isDraft);
      if (mended.count > 0) patches.push(mended.patch);
      count += mended.count;
    } catch (failure) {
      areAll = false;
      err(`error: ${visible(path)}: ${messageLine(failure)}`);
    }
  }
  return { count, files: patches.length, patches, areAll };
}

function amount(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
