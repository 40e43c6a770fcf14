import { TensorFileError } from '../core/errors';
import type { RuleId } from '../core/findings';
import { visible } from '../core/visible';

/** One line for a person, with the byte where that is known; no stack. */
export function messageLine(error: unknown): string {
  const said = error instanceof Error ? error.message : String(error);
  const message = visible(said.replace(/\s*\n\s*/g, ' '));
  const offset = error instanceof TensorFileError ? error.place.byteOffset : undefined;
  return offset === undefined || /\bbyte \d/.test(message)
    ? message
    : `${message} (at byte ${offset})`;
}

/** The rule that an error breaks: an attack has its own. */
export function ruleOf(error: unknown): RuleId {
  return error instanceof TensorFileError ? error.rule : 'file/unreadable';
}
