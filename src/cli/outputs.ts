import { writeSync } from 'node:fs';

// biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII is meant
const NOT_ASCII = /[^\x00-\x7f]/;

/** Writes text to standard output (1) or standard error (2); `onLost` hears why something could not be written. */
export function outputTo(
  descriptor: 1 | 2,
  onLost: (error: NodeJS.ErrnoException) => void,
): (text: string) => void {
  let stream: NodeJS.WriteStream | undefined;
  return text => {
    // Node's stream would write at once as well, but loading it is a tenth of a start.
    const rest = stream || process.platform === 'win32' ? text : writeNow(descriptor, text, onLost);
    if (rest === undefined) return;
    stream ??= streamOf(descriptor).on('error', onLost);
    stream.write(rest);
  };
}

function streamOf(descriptor: 1 | 2): NodeJS.WriteStream {
  return descriptor === 1 ? process.stdout : process.stderr;
}

/** Writes all of a text; gives what is left where the reader must be waited for. */
function writeNow(
  descriptor: number,
  text: string,
  onLost: (error: NodeJS.ErrnoException) => void,
): Buffer | undefined {
  // What is ASCII needs no encoding, which for a long listing takes a while.
  const bytes = Buffer.from(text, NOT_ASCII.test(text) ? 'utf8' : 'latin1');
  let done = 0;
  try {
    while (done < bytes.length) done += writeSync(descriptor, bytes, done);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return bytes.subarray(done);
    // As a stream tells it: not amid the work of whoever writes.
    process.nextTick(onLost, error);
  }
  return undefined;
}
