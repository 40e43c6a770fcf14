#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { runCli } from './cli/run';

const controller = new AbortController();
process.once('SIGINT', () => controller.abort());

// A reader that goes away (`| head`) is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? 0 : 2);
});

const { version } = JSON.parse(
  readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
) as { version: string };

void runCli(
  process.argv.slice(2),
  {
    out: text => void process.stdout.write(`${text}\n`),
    err: text => void process.stderr.write(`${text}\n`),
    version,
    interactive: process.stderr.isTTY === true,
  },
  controller.signal,
).then(code => {
  process.exitCode = code;
});
