import { byteSize } from '../../byteSize';
import { TensorFileError } from '../../errors';
import { type LocalText, t } from '../../l10n';
import type { FileProblem } from '../../tensor/tensor';
import { PickleCursor } from './cursor';
import { namedProblems } from './namedProblems';
import { ALL_OPCODES } from './opcodes';
import { runPickle } from './readPickle';
import { PickleState } from './state';
import type { PickleGlobal } from './value';

/** What is known of bytes that should be one pickle. */
export interface PickleScan {
  /** Every class and function that was named before the end, or before reading failed. */
  readonly globals: readonly PickleGlobal[];
  /** Calls that loading would make. */
  readonly callCount: number;
  /** Why reading did not reach STOP. */
  readonly failure?: TensorFileError;
  /** Bytes behind STOP. */
  readonly trailingBytes: number;
}

/** Pickles behind each other in one file are read up to this many. */
const MAX_PICKLES = 1000;

/**
 * Reads pickles of any protocol for what they name; those that follow each other are read in turn, `most`
 * of them. Never throws for what the bytes are.
 */
export function scanPickles(bytes: Uint8Array, label: LocalText, most = MAX_PICKLES): PickleScan {
  const globals = new Map<string, PickleGlobal>();
  let callCount = 0;
  let end = 0;
  let failure: TensorFileError | undefined;
  for (let count = 0; count < most && end < bytes.length; count++) {
    const cursor = new PickleCursor(bytes, end, { label });
    const state = new PickleState(cursor);
    const reason = run(state);
    for (const [key, value] of state.globals) globals.set(key, value);
    callCount += state.callCount;
    // What follows a whole pickle may be anything: it counts as trailing, not as a failure.
    if (reason && count === 0) failure = reason;
    if (reason) break;
    end = cursor.position;
  }
  const scan = { globals: [...globals.values()], callCount };
  if (failure) return { ...scan, trailingBytes: 0, failure };
  return { ...scan, trailingBytes: bytes.length - end };
}

function run(state: PickleState): TensorFileError | undefined {
  try {
    runPickle(state, ALL_OPCODES);
    return undefined;
  } catch (error) {
    if (error instanceof TensorFileError) return error;
    throw error;
  }
}

/** What is to be said about a scan. */
export function scanProblems(scan: PickleScan, label: LocalText): FileProblem[] {
  const problems = namedProblems(scan.globals);
  if (scan.trailingBytes > 0) problems.push(trailingProblem(label, scan.trailingBytes));
  if (scan.failure) problems.push({ rule: 'file/unreadable', message: scan.failure.message });
  return problems;
}

/** Bytes behind the end of a pickle, which its reader never sees and another may. */
export function trailingProblem(label: LocalText, byteLength: number): FileProblem {
  return {
    rule: 'file/pickle-trailing',
    message: t`${label} goes on for ${byteSize(byteLength)} behind its end, which Python does not read: something may be hidden there, or two files were joined`,
  };
}
