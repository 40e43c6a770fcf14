import type { Severity } from '../../findings';
import type { FlowEvent } from '../domain/events';
import type { Violation } from '../domain/outcome';
import type { EventPlace } from '../evaluate/run';
import type { NodeEvent } from '../nodes/events';

type Handlers<E extends { readonly kind: string }, Rest extends readonly unknown[]> = {
  readonly [K in E['kind']]?: (event: Extract<E, { kind: K }>, ...rest: Rest) => Violation | null;
};

/** One rule of the Python checker: what the catalogue says of it, and what it says of events. */
export interface PythonRule {
  readonly id: `python/${string}`;
  /** Severity unless the user sets another; a violation may carry a milder one. */
  readonly severity: Severity;
  /** Short, for lists: "Bare tensor returned". */
  readonly title: string;
  /** One line: what fires it. */
  readonly description: string;
  /** The events that it subscribes to, each with its check: null where nothing is wrong. */
  readonly on: Handlers<FlowEvent, [place: EventPlace]> & Handlers<NodeEvent, []>;
}
