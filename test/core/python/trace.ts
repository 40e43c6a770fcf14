import { checkFlowEvent } from '../../../src/core/python/check/runRules';
import { readModule } from '../../../src/core/python/domain/moduleScope';
import { symbol } from '../../../src/core/python/domain/size';
import type { State } from '../../../src/core/python/domain/state';
import { newState } from '../../../src/core/python/domain/state';
import { type AxisRole, axis, tensor, type Value } from '../../../src/core/python/domain/value';
import { newFrame, newRun, type TracedFinding } from '../../../src/core/python/evaluate/run';
import { Scope } from '../../../src/core/python/evaluate/scope';
import { executeBlock } from '../../../src/core/python/evaluate/statements';
import { parseText } from '../../../src/core/python/syntax/parse';

export interface Trace {
  /** Null when the end was judged unreachable. */
  readonly end: State | null;
  readonly findings: readonly TracedFinding[];
}

/** Interprets the body of the last function of a text, its parameters seeded by name. */
export function traceFunction(text: string, seeds: Readonly<Record<string, Value>>): Trace {
  const parsed = parseText(text);
  const definition = parsed.statements.findLast(item => item.type === 'Function');
  if (definition?.type !== 'Function') throw new Error('the text holds no function');
  const run = newRun({
    text,
    module: readModule(parsed),
    check: checkFlowEvent,
    deadline: Number.POSITIVE_INFINITY,
    now: () => 0,
  });
  run.stepsLeft = 1_000_000;
  const state = newState();
  for (const [name, value] of Object.entries(seeds)) state.vars.set(name, value);
  const frame = newFrame(definition);
  run.callers.push({ definition, at: definition });
  const end = executeBlock(new Scope(run, frame, state), definition.body);
  return { end, findings: [...run.findings.values()] };
}

/** A float tensor whose sizes are known only by the names of their roles. */
export function namedTensor(name: string, roles: readonly AxisRole[]): Value {
  const axes = roles.map(role => axis(symbol(`${name}.${role}`), role));
  return tensor({
    axes,
    dtype: 'float',
    range: [0, 1],
    port: roles.length === 4 ? 'IMAGE' : 'MASK',
  });
}
