import { visible } from '../core/visible';
import type { OpenedFile } from '../engine/openedFile';
import { openPath } from '../engine/openedFile';
import { type CliStreams, EXIT } from './command';
import { toJson } from './json';
import { messageLine, ruleOf } from './messageLine';

export interface EachFile<T> {
  /** Quantised weights are spoken of as the numbers that their codes stand for. */
  readonly real?: boolean;
  /** What to say of a file. */
  describe(opened: OpenedFile, signal: AbortSignal): Promise<T>;
  /** As plain data; left out where it is that already. */
  data?(described: T): unknown;
  /** For a person. */
  text(described: T): string;
}

/**
 * Describes each file in the order given, one JSON line or one block of text each. A file that cannot be
 * read gives its error, and the others still come.
 */
export async function eachFile<T>(
  files: readonly string[],
  json: boolean,
  work: EachFile<T>,
  streams: CliStreams,
  signal: AbortSignal,
): Promise<number> {
  let failed = false;
  for (const [order, file] of files.entries()) {
    try {
      const described = await describe(file, work, signal);
      streams.out(
        json
          ? toJson(work.data ? work.data(described) : described)
          : (order > 0 ? '\n' : '') + work.text(described),
      );
    } catch (error) {
      // One line says that the rest was called off, not one for each file.
      if (signal.aborted && failed) break;
      if (signal.aborted) throw error;
      failed = true;
      const message = messageLine(error);
      if (json) streams.out(toJson({ file, error: { rule: ruleOf(error), message } }));
      streams.err(`error: ${visible(file)}: ${message}`);
    }
  }
  return failed ? EXIT.failed : EXIT.done;
}

async function describe<T>(file: string, work: EachFile<T>, signal: AbortSignal): Promise<T> {
  const opened = await openPath(file, signal);
  try {
    return await work.describe(work.real ? await asReal(opened) : opened, signal);
  } finally {
    await opened.close();
  }
}

/** The file with the real values of its quantised weights; the code for it is loaded when it is asked for. */
export async function asReal(opened: OpenedFile): Promise<OpenedFile> {
  return (await import('../engine/realFile')).realFile(opened);
}
