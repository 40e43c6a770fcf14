import type { PickleState } from './state';

/** One pickle instruction: its byte, its name in Python's pickletools, what it does to the stack. */
export interface Opcode {
  readonly code: number;
  readonly name: string;
  run(state: PickleState): void;
}
