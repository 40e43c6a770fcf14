import { symbol } from '../../../src/core/python/domain/size';
import type { State } from '../../../src/core/python/domain/state';
import { newState } from '../../../src/core/python/domain/state';
import { axis, type Role, tensor, type Value } from '../../../src/core/python/domain/value';
import type { Draft, Frame, Run } from '../../../src/core/python/interpret/context';
import { readModule } from '../../../src/core/python/interpret/moduleScope';
import { executeBlock } from '../../../src/core/python/interpret/statements';
import { parsePython } from '../../../src/core/python/syntax/parse';

export interface Trace {
  /** Null when the end was judged unreachable. */
  readonly end: State | null;
  readonly drafts: readonly Draft[];
}

/** Interprets the body of the last function of a text, its parameters seeded by name. */
export function traceFunction(text: string, seeds: Readonly<Record<string, Value>>): Trace {
  const statements = parsePython(text);
  const definition = statements.findLast(item => item.type === 'Function');
  if (definition?.type !== 'Function') throw new Error('the text holds no function');
  const run: Run = {
    text,
    module: readModule(statements, text),
    deadline: Number.POSITIVE_INFINITY,
    now: () => 0,
    stepsLeft: 1_000_000,
    muted: 0,
    oneWay: 0,
    guarded: 0,
    callers: [],
    drafts: new Map(),
    hovers: new Map(),
    statement: { at: null },
  };
  const state = newState();
  for (const [name, value] of Object.entries(seeds)) state.vars.set(name, value);
  const frame: Frame = { definition, returns: [], scope: null, loops: [], onReturn: null };
  run.callers.push({ definition, at: definition });
  const end = executeBlock(run, frame, state, definition.body);
  return { end, drafts: [...run.drafts.values()] };
}

/** A float tensor whose sizes are known only by the names of their roles. */
export function namedTensor(name: string, roles: readonly Role[]): Value {
  const axes = roles.map(role => axis(symbol(`${name}.${role}`), role));
  return tensor({
    axes,
    dtype: 'float',
    range: [0, 1],
    port: roles.length === 4 ? 'IMAGE' : 'MASK',
  });
}
