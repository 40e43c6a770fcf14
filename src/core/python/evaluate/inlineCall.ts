import { allocate, newDict } from '../domain/heap';
import { joinAll } from '../domain/join';
import { type Arguments, openArguments } from '../domain/operation';
import { joinStates, newState, type State, takeHeap } from '../domain/state';
import { type FunctionValue, sequence, tuple, UNKNOWN, type Value } from '../domain/value';
import { setName } from '../domain/variables';
import type { CallExpr, Expr, FunctionStatement, Parameter } from '../syntax/ast';
import { evaluate } from './evaluate';
import { variablesOf } from './names';
import type { CallFrame, Run } from './run';
import { newFrame } from './run';
import { Scope } from './scope';
import { executeBlock } from './statements';

const MAX_DEPTH = 7;
/** A helper that calls itself for each item of a list is followed into the item, no further. */
const MAX_RECURSION = 1;
const TRANSPARENT =
  /^(staticmethod|classmethod|(torch\.)?(no_grad|inference_mode)|abstractmethod|override)$/;

/** Whether the decorators leave the function's result as it is. */
export const isTransparent = (decorators: readonly Expr[]): boolean =>
  decorators.every(item => item.type === 'Name' && TRANSPARENT.test(item.name));

/** Runs a function of the same file on the values of this call; unknown past a depth. */
export function inlineCall(
  scope: Scope,
  expr: CallExpr,
  callee: FunctionValue,
  args: Arguments,
): Value {
  const { run, state } = scope;
  const { definition } = callee;
  const depth = run.callers.filter(caller => caller.definition === definition).length;
  const isFollowed =
    depth <= MAX_RECURSION &&
    run.callers.length <= MAX_DEPTH &&
    (definition.type === 'Lambda' ||
      (!definition.isGenerator &&
        isTransparent(definition.decorators) &&
        definition.firstErrorAt === null));
  const inner = isFollowed
    ? bindParameters(run, state, definition.params, callee, args, expr)
    : null;
  if (inner === null) {
    openArguments(state, args);
    return UNKNOWN;
  }
  run.callers.push({ definition, at: expr });
  const statement = run.statement.at;
  const outer = outerVariables(scope, callee);
  try {
    if (definition.type === 'Lambda') {
      const own: CallFrame = { ...newFrame(null), ...outer };
      const value = evaluate(new Scope(run, own, inner), definition.body);
      takeHeap(state, inner);
      return value;
    }
    const value = runBody(run, state, inner, definition, outer);
    if (outer.owner !== null) forgetNonlocals(state, definition);
    return value;
  } finally {
    run.callers.pop();
    run.statement.at = statement;
  }
}

/** Python reads outer variables when the function runs: they are known to the call that owns them. */
function outerVariables(scope: Scope, callee: FunctionValue): Pick<CallFrame, 'closure' | 'owner'> {
  const { frame } = scope;
  const { owner, closure } = callee;
  if (owner === null || closure === null) return { closure, owner };
  if (owner === frame) return { closure: variablesOf(scope), owner };
  return owner === frame.owner
    ? { closure: frame.closure, owner }
    : { closure: lasting(closure), owner };
}

/** What stays true of variables that may have been assigned since: only what is never a tensor. */
function lasting(closure: ReadonlyMap<string, Value>): ReadonlyMap<string, Value> {
  const kept = [...closure].map(
    ([name, value]) => [name, LASTING.test(value.kind) ? value : UNKNOWN] as const,
  );
  return new Map(kept);
}

const LASTING = /^(module|function|class|instance)$/;

function runBody(
  run: Run,
  state: State,
  inner: State,
  definition: FunctionStatement,
  outer: Pick<CallFrame, 'closure' | 'owner'>,
): Value {
  const frame: CallFrame = { ...newFrame(definition), ...outer };
  const end = executeBlock(new Scope(run, frame, inner), definition.body);
  if (end) frame.returns.push({ value: { kind: 'none' }, state: end, at: null });
  const last = frame.returns.reduce<State | null>((sum, item) => joinStates(sum, item.state), null);
  if (last === null) return UNKNOWN;
  takeHeap(state, last);
  return joinAll(frame.returns.map(item => item.value));
}

/** `nonlocal x` in a function that ran: the outer `x` may be anything now. */
function forgetNonlocals(state: State, definition: FunctionStatement): void {
  for (const statement of definition.body) {
    if (statement.type !== 'Forget') continue;
    for (const name of statement.names) if (state.vars.has(name)) setName(state, name, UNKNOWN);
  }
}

/** The callee's variables, or null where the arguments do not tell them. */
function bindParameters(
  run: Run,
  state: State,
  params: readonly Parameter[],
  callee: FunctionValue,
  args: Arguments,
  expr: CallExpr,
): State | null {
  const inner: State = { ...newState(), heap: state.heap.copy() };
  const positional = callee.self ? [callee.self, ...args.positional] : [...args.positional];
  const keywords = new Map(args.keywords);
  for (const param of params) {
    if (param.spread === '*') {
      const rest = positional.splice(0);
      inner.vars.set(param.name, args.isOpen ? sequence(UNKNOWN) : tuple(rest));
    } else if (param.spread === '**') {
      inner.vars.set(
        param.name,
        allocate(
          inner,
          `${expr.from}**${run.callers.length}`,
          newDict(new Map(keywords), args.isOpen),
        ),
      );
      keywords.clear();
    } else {
      const given = positional.shift() ?? keywords.get(param.name);
      keywords.delete(param.name);
      inner.vars.set(param.name, given ?? (args.isOpen ? UNKNOWN : defaultOf(run, param)));
    }
  }
  // A call that does not fit would raise: what it gives is of no interest.
  return positional.length > 0 || keywords.size > 0 ? null : inner;
}

/** A constant, or a tuple of constants: the same at every call. */
function isLiteral(expr: Expr): boolean {
  if (expr.type === 'Tuple') return expr.items.every(isLiteral);
  if (expr.type === 'Unary') return expr.op === '-' && expr.operand.type === 'Number';
  return /^(Constant|Number|String)$/.test(expr.type);
}

/** A parameter's default, when it is a plain constant. */
export function defaultOf(run: Run, param: Parameter): Value {
  const expr = param.defaultValue;
  if (!expr || !isLiteral(expr)) return UNKNOWN;
  const frame = newFrame(null);
  return evaluate(new Scope(run, frame, newState()), expr);
}
