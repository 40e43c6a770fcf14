#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { EXIT, ReaderGone } from './cli/command';
import { runCli } from './cli/run';

const controller = new AbortController();
// However the run is called off, what it was writing is removed; a second time ends it at once.
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.once(name, () => controller.abort());

let isOutputLost = false;
let isOutputClosed = false;
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // A reader that goes away (`| head`) is no error.
  const isReaderGone = error.code === 'EPIPE';
  if (!isReaderGone && !isOutputLost) {
    isOutputLost = true;
    process.exitCode = EXIT.failed;
    process.stderr.write(`error: standard output cannot be written: ${error.message}\n`);
  }
  isOutputClosed = true;
  controller.abort(new ReaderGone());
});
// Nobody to tell: the exit code says it.
process.stderr.on('error', () => {});

const { version } = JSON.parse(
  readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
) as { version: string };

void runCli(
  process.argv.slice(2),
  {
    out: text => {
      if (!isOutputClosed) process.stdout.write(`${text}\n`);
    },
    err: text => void process.stderr.write(`${text}\n`),
    version,
    interactive: process.stderr.isTTY === true,
  },
  controller.signal,
).then(exit => {
  process.exitCode = isOutputLost ? EXIT.failed : exit;
});
