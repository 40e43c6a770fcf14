import type { State } from '../domain/state';
import type { CallFrame, Run } from './run';

/** Where code is evaluated: the run it belongs to, the call it stands in, and what is known at this point. */
export class Scope {
  constructor(
    readonly run: Run,
    readonly frame: CallFrame,
    readonly state: State,
  ) {}

  /** The same call, at a point where `state` is known. */
  with(state: State): Scope {
    return state === this.state ? this : new Scope(this.run, this.frame, state);
  }

  /** The same point, in another call. */
  inFrame(frame: CallFrame): Scope {
    return new Scope(this.run, frame, this.state);
  }
}
