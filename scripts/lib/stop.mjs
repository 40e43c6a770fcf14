import { cleanUp, wasInterrupted } from './cleanUp.mjs';

/** A failure that one line explains: what is missing and what to do about it. */
export class Stop extends Error {
  name = 'Stop';
}

/** A tool that a suite needs and this machine lacks; the message says what, and how to get it. */
export class Missing extends Stop {
  name = 'Missing';

  /** @param {boolean} [isOptional] whether CI, too, goes on without it */
  constructor(message, isOptional = false) {
    super(message);
    this.isOptional = isOptional;
  }
}

/** Prints one line about progress. */
export function say(line) {
  process.stdout.write(`${line}\n`);
}

/**
 * Runs a script's body and sets the exit status. A `Stop` prints one line, anything else its stack,
 * as that is a fault of ours.
 * @param {() => Promise<number | void>} body
 */
export async function main(body) {
  try {
    process.exitCode = (await body()) ?? 0;
  } catch (error) {
    if (wasInterrupted()) return;
    process.exitCode = 1;
    process.stderr.write(`error: ${error instanceof Stop ? error.message : error.stack}\n`);
  } finally {
    await cleanUp();
  }
}
