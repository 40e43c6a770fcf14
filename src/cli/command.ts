/** What a command writes to; tests put arrays in the place of the terminal. */
export interface CliStreams {
  out(text: string): void;
  err(text: string): void;
  /** Whether stderr is a terminal: only then is progress drawn. */
  isInteractive(): boolean;
  /** Of this package, for reports. */
  readonly version: string;
}

export const EXIT = { done: 0, findings: 1, failed: 2 } as const;

/** One subcommand of `tensor-loupe`: what help says of it, and where its code is. */
export interface CliCommand {
  readonly name: string;
  readonly summary: string;
  readonly usage: string;
  load(): Promise<CommandRunner>;
}

/** What a subcommand does. */
export interface CommandRunner {
  /** Resolves to the exit code. @throws UsageError on bad usage, TensorFileError on bad input. */
  run(args: readonly string[], streams: CliStreams, signal: AbortSignal): Promise<number>;
}

/** Why a run is called off that nobody reads any more: no failure. */
export class ReaderGone extends Error {
  override name = 'ReaderGone';
}

/** Bad usage: the message says what is wrong with the command line. */
export class UsageError extends Error {
  override name = 'UsageError';
}
