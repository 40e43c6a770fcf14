import { t } from '../../l10n';
import { PickleCursor, type PicklePlace } from './cursor';
import { MAX_OPCODES } from './limits';
import type { Opcode } from './opcode';
import { OPCODES, STOP } from './opcodes';
import { PickleState } from './state';
import type { PickleGlobal, PicklePersistent, PickleValue } from './value';

/** One pickle, read to its STOP. */
export interface Pickle {
  readonly value: PickleValue;
  /** Every class and function it names, by `module name`. */
  readonly globals: ReadonlyMap<string, PickleGlobal>;
  /** Every reference to a storage, in order. */
  readonly persistents: readonly PicklePersistent[];
  /** Where the byte after STOP is. */
  readonly end: number;
}

/**
 * Reads the pickle that starts at `start` as inert data (protocols 2 to 5, source: Python's
 * pickletools). No callable exists in here: what the pickle would call is only written down.
 * @throws PickleCutError when the bytes end before it does, TensorFileError when it is not sound.
 */
export function readPickle(bytes: Uint8Array, start: number, place: PicklePlace): Pickle {
  const cursor = new PickleCursor(bytes, start, place);
  const state = new PickleState(cursor);
  const value = runPickle(state, OPCODES);
  const { globals, persistents } = state;
  return { value, globals, persistents, end: cursor.position };
}

/**
 * Runs one pickle to its STOP and answers what it describes; `state` keeps what was named by then.
 * @throws PickleCutError, TensorFileError as `readPickle`.
 */
export function runPickle(
  state: PickleState,
  opcodes: readonly (Opcode | undefined)[],
): PickleValue {
  const { cursor } = state;
  for (let count = 0; count < MAX_OPCODES; count++) {
    const code = cursor.uint8();
    if (code === STOP) {
      state.leaveFrame(true);
      return state.pop();
    }
    const opcode = opcodes[code];
    if (!opcode)
      throw cursor.failure(
        t`0x${code.toString(16).padStart(2, '0')} is no opcode`,
        cursor.position - 1,
      );
    opcode.run(state);
    state.leaveFrame(false);
  }
  throw cursor.failure(t`it has more than ${MAX_OPCODES} instructions`);
}
