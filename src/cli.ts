#!/usr/bin/env node
import { EXIT, ReaderGone } from './cli/command';
import { outputTo } from './cli/outputs';
import { runCli } from './cli/run';

const controller = new AbortController();
// However the run is called off, what it was writing is removed; a second time ends it at once.
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.once(name, () => controller.abort());

let isOutputLost = false;
let isOutputClosed = false;
// Nobody to tell: the exit code says it.
const err = outputTo(2, () => {});
const out = outputTo(1, error => {
  // A reader that goes away (`| head`) is no error.
  if (error.code !== 'EPIPE' && !isOutputLost) {
    isOutputLost = true;
    process.exitCode = EXIT.failed;
    err(`error: standard output cannot be written: ${error.message}\n`);
  }
  isOutputClosed = true;
  controller.abort(new ReaderGone());
});

/** The package's, put in by the build. */
declare const __version: string;

void runCli(
  process.argv.slice(2),
  {
    out: text => {
      if (!isOutputClosed) out(`${text}\n`);
    },
    err: text => err(`${text}\n`),
    version: __version,
    isInteractive: () => process.stderr.isTTY === true,
  },
  controller.signal,
).then(exit => {
  process.exitCode = isOutputLost ? EXIT.failed : exit;
});
