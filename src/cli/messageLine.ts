import { TensorFileError } from '../core/errors';

/** One line for a person, with the byte where that is known; no stack. */
export function messageLine(error: unknown): string {
  const message = (error instanceof Error ? error.message : String(error)).replace(
    /\s*\n\s*/g,
    ' ',
  );
  const offset = error instanceof TensorFileError ? error.place.byteOffset : undefined;
  return offset === undefined || /\bbyte \d/.test(message)
    ? message
    : `${message} (at byte ${offset})`;
}
