/** What a hostile pickle may cost. Each limit is far above real checkpoints (10,000 tensors, 1 MB of pickle). */

/** data.pkl is read whole; real ones hold names and numbers, plus numpy arrays at the most. */
export const MAX_PICKLE_BYTES = 128 * 1024 * 1024;

/** A deflated data.pkl can be 1000 times its size on disk, so it is held tighter than a stored one. */
export const MAX_INFLATED_PICKLE_BYTES = 64 * 1024 * 1024;

/** About one second of work; a checkpoint of 100,000 tensors takes 4 million. */
export const MAX_OPCODES = 12_000_000;

/** Containers, calls, floats and strings: about 100 bytes each, so the graph stays under 250 MB. */
export const MAX_OBJECTS = 2_500_000;

/** Picklers number their memo from 0; a higher index than this is no pickler's. */
export const MAX_MEMO_INDEX = 2 ** 24;

/** Values waiting on the stack: a list of 4 million numbers still loads (picklers batch by 1000). */
export const MAX_STACK = 4_000_000;

/** Picklers use LONG4 only above 255 bytes; turning text into a bigger integer takes quadratic time. */
export const MAX_INTEGER_BYTES = 1024;

/** Module and class names. */
export const MAX_GLOBAL_NAME = 1024;

/** Different globals that one file may name; whole pickled models name some hundreds. */
export const MAX_GLOBALS = 10_000;

/** Different globals that are reported one by one. */
export const MAX_GLOBAL_PROBLEMS = 50;

/** Characters of a plain value that is shown. */
export const MAX_VALUE_TEXT = 1000;

/** One line of protocol 0: a number, a name, a text. */
export const MAX_LINE = 16 * 1024 * 1024;
