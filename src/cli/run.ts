import { visible, visibleLines } from '../core/visible';
import { endAll } from '../engine/cleanup';
import { type CliStreams, EXIT, ReaderGone, UsageError } from './command';
import { cliCommands } from './index';
import { messageLine } from './messageLine';

/** Runs `tensor-loupe ARGS` and gives its exit code; nothing here ends the process. */
export async function runCli(
  args: readonly string[],
  terminal: CliStreams,
  signal: AbortSignal,
): Promise<number> {
  const streams = harmless(terminal);
  const [name, ...rest] = args;
  if (name === '--version' || rest.includes('--version')) {
    streams.out(streams.version);
    return EXIT.done;
  }
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    (name === undefined ? streams.err : streams.out)(overview());
    return name === undefined ? EXIT.failed : EXIT.done;
  }
  const command = cliCommands.find(candidate => candidate.name === name);
  if (!command) {
    streams.err(`error: ${visible(name)}: there is no such command; see tensor-loupe --help`);
    return EXIT.failed;
  }
  if (rest.includes('--help') || rest.includes('-h')) {
    streams.out(`${command.summary}\n\nUsage: tensor-loupe ${command.usage}`);
    return EXIT.done;
  }
  try {
    const runner = await command.load();
    return await runner.run(rest, streams, signal);
  } catch (error) {
    if (signal.reason instanceof ReaderGone) return EXIT.done;
    streams.err(`error: ${signal.aborted ? 'interrupted' : describe(error, command.usage)}`);
    return EXIT.failed;
  } finally {
    endAll();
  }
}

/** Whatever a command prints, nothing of it steers the terminal. */
function harmless(streams: CliStreams): CliStreams {
  return {
    ...streams,
    out: text => streams.out(visibleLines(text)),
    err: text => streams.err(visibleLines(text)),
  };
}

function describe(error: unknown, usage: string): string {
  if (error instanceof UsageError) return `${visible(error.message)}. Usage: tensor-loupe ${usage}`;
  return messageLine(error);
}

function overview(): string {
  const width = Math.max(...cliCommands.map(({ name }) => name.length));
  return [
    'tensor-loupe: look at tensor files, check ComfyUI contracts, convert.',
    '',
    ...cliCommands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`),
    '',
    'tensor-loupe COMMAND --help says more. Exit 0: done; 1: lint found something; 2: bad usage or input.',
  ].join('\n');
}
