import type { RuleId } from './findings';
import type { LocalText } from './l10n';

/** Where in a file something is wrong; the parts that are known. */
interface Place {
  /** Byte offset from the start of the file. */
  readonly byteOffset?: number;
  readonly tensor?: string;
}

/**
 * A file that is not what it claims to be, or a request that cannot be met. The message is one
 * sentence for a person: what was found, what was expected, and what to do where that is known.
 */
export class TensorFileError extends Error {
  declare readonly message: LocalText;
  readonly rule: RuleId;
  readonly place: Place;

  constructor(
    message: LocalText,
    place: Place = {},
    options: { rule?: RuleId; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'TensorFileError';
    this.rule = options.rule ?? 'file/unreadable';
    this.place = place;
  }
}
