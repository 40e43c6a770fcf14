import type { FlowEvent } from '../domain/events';
import type { Violation } from '../domain/outcome';
import type { EventCheck, RuleFinding } from '../evaluate/run';
import type { NodeEvent } from '../nodes/events';
import { PYTHON_RULES } from '../rules/index';
import type { PythonRule } from '../rules/rule';

type Handler = (event: FlowEvent | NodeEvent, place?: unknown) => Violation | null;
type Subscriber = { readonly rule: PythonRule; readonly handle: Handler };

const subscribers = new Map<string, Subscriber[]>();
for (const rule of PYTHON_RULES) {
  for (const [kind, handle] of Object.entries(rule.on)) {
    const list = subscribers.get(kind) ?? [];
    subscribers.set(kind, [...list, { rule, handle: handle as Handler }]);
  }
}

function firstOf(event: FlowEvent | NodeEvent, place?: unknown): RuleFinding | null {
  for (const { rule, handle } of subscribers.get(event.kind) ?? []) {
    const violation = handle(event, place);
    if (violation)
      return { ...violation, rule: rule.id, severity: violation.severity ?? rule.severity };
  }
  return null;
}

/** What the first rule that objects says of an event of the evaluator. */
export const checkFlowEvent: EventCheck = (event, place) => firstOf(event, place);

/** What the first rule that objects says of an event of a node. */
export const checkNodeEvent = (event: NodeEvent): RuleFinding | null => firstOf(event);
