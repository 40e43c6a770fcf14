import { runCli } from '../../src/cli/run';

export interface CliRun {
  readonly exit: number;
  readonly out: string;
  readonly err: string;
}

/** Runs the command line in this process, with its output kept. */
export async function cli(...args: readonly string[]): Promise<CliRun> {
  const out: string[] = [];
  const err: string[] = [];
  const streams = {
    out: (text: string) => void out.push(text),
    err: (text: string) => void err.push(text),
    isInteractive: () => false,
    version: '0.0.0-test',
  };
  const exit = await runCli(args, streams, new AbortController().signal);
  return { exit, out: out.join('\n'), err: err.join('\n') };
}

/** The JSON lines of a run. */
export function jsonLines<T>(run: CliRun): T[] {
  return run.out
    .split('\n')
    .filter(line => line !== '')
    .map(line => JSON.parse(line) as T);
}
