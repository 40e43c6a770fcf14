import { isWorthSaying } from '../domain/describe';
import { allocate, elementOf, itemsOf, newDict, newList, objectOf } from '../domain/heap';
import { join } from '../domain/join';
import { negateSize } from '../domain/size';
import { cloneState, joinStates, replaceState, type State } from '../domain/state';
import {
  bool,
  constantInt,
  float,
  int,
  NONE,
  sequence,
  string,
  tuple,
  UNKNOWN,
  type Value,
} from '../domain/value';
import type { ComprehensionExpr, DictExpr, Expr, SequenceExpr, UnaryExpr } from '../syntax/ast';
import { assignTo } from './assign';
import { attributeOf } from './attributes';
import { binary } from './binary';
import { branch } from './branch';
import { evaluateCall } from './calls';
import { lookUp, variablesOf } from './names';
import { type CallFrame, quietly, type Run, spend } from './run';
import { subscript } from './subscript';

type Evaluator<E extends Expr> = (run: Run, frame: CallFrame, state: State, expr: E) => Value;

/** What an expression is at this point; its findings are reported, its effects done on `state`. */
export function evaluate(run: Run, frame: CallFrame, state: State, expr: Expr): Value {
  spend(run);
  const evaluator = EVALUATORS[expr.type] as Evaluator<Expr>;
  const value = evaluator(run, frame, state, expr);
  if (run.quiet === 0) note(run, expr, value);
  return value;
}

/** Remembers what a name or call is, for hovers; the first path to reach it wins. */
function note(run: Run, expr: Expr, value: Value): void {
  const at =
    expr.type === 'Name'
      ? expr
      : expr.type === 'Attribute'
        ? expr.nameSpan
        : expr.type === 'Call' && expr.callee.type === 'Attribute'
          ? expr.callee.nameSpan
          : null;
  if (at === null || run.hovers.has(at.from)) return;
  if (isWorthSaying(value))
    run.hovers.set(at.from, { from: at.from, to: at.to, value, isAssigned: false });
}

const listSite = (run: Run, expr: Expr): string => `${expr.from}@${run.callers.length}`;

function evaluateSequence(run: Run, frame: CallFrame, state: State, expr: SequenceExpr): Value {
  const items: Value[] = [];
  let isExact = true;
  let loose: Value | null = null;
  for (const item of expr.items) {
    if (item.type !== 'Star') {
      items.push(evaluate(run, frame, state, item));
      continue;
    }
    const spread = evaluate(run, frame, state, item.value);
    const exact = itemsOf(state, spread);
    if (exact) items.push(...exact);
    else {
      isExact = false;
      const element = elementOf(state, spread);
      loose = loose && element ? join(loose, element) : (loose ?? element);
    }
  }
  const joined = items.reduce<Value | null>((sum, item) => (sum ? join(sum, item) : item), loose);
  if (expr.type === 'Set') return sequence(joined ?? UNKNOWN, false);
  if (expr.type === 'Tuple') return isExact ? tuple(items) : sequence(joined ?? UNKNOWN);
  return allocate(
    state,
    listSite(run, expr),
    newList(isExact ? items : null, isExact ? null : joined),
  );
}

function evaluateDict(run: Run, frame: CallFrame, state: State, expr: DictExpr): Value {
  const entries = new Map<string, Value>();
  let isOpen = false;
  for (const entry of expr.entries) {
    const value = evaluate(run, frame, state, entry.value);
    if (entry.key === null) {
      const object = objectOf(state, value);
      if (object?.type === 'dict' && object.maybe.size === 0) {
        for (const [key, item] of object.entries) entries.set(key, item);
        isOpen ||= object.isOpen;
      } else isOpen = true;
      continue;
    }
    const key = evaluate(run, frame, state, entry.key);
    if (key.kind === 'string' && key.value !== null) entries.set(key.value, value);
    else isOpen = true;
  }
  return allocate(state, listSite(run, expr), newDict(entries, isOpen));
}

function evaluateUnary(run: Run, frame: CallFrame, state: State, expr: UnaryExpr): Value {
  if (expr.op === 'not') {
    const { whenTrue, whenFalse } = branch(run, frame, state, expr.operand);
    const joined = joinStates(whenTrue, whenFalse);
    if (joined) replaceState(state, joined);
    return bool(whenTrue === null ? true : whenFalse === null ? false : null);
  }
  const value = evaluate(run, frame, state, expr.operand);
  if (value.kind === 'int' && expr.op === '-') return int(negateSize(value.size), value.role);
  if (value.kind === 'float' && expr.op === '-')
    return float(value.value === null ? null : -value.value);
  if (value.kind === 'tensor') {
    const dtype = expr.op === '~' && value.dtype === 'bool' ? 'bool' : value.dtype;
    const range =
      expr.op === '-' && value.range ? ([-value.range[1], -value.range[0]] as const) : null;
    return { ...value, aliasOf: null, dtype, range };
  }
  return UNKNOWN;
}

/** `and`, `or` and comparisons of truth: both sides run, each under what the other proved. */
function evaluateLogic(run: Run, frame: CallFrame, state: State, expr: Expr): Value {
  if (expr.type !== 'Binary') return UNKNOWN;
  const { whenTrue, whenFalse } = branch(run, frame, state, expr.left);
  const isAnd = expr.op === 'and';
  const [goOn, stop] = isAnd ? [whenTrue, whenFalse] : [whenFalse, whenTrue];
  // The left value when it decides: a falsy one for `and`, a truthy one for `or`.
  const left =
    stop === null ? null : quietly(run, () => evaluate(run, frame, cloneState(stop), expr.left));
  const right = goOn === null ? null : evaluate(run, frame, goOn, expr.right);
  const joined = joinStates(goOn, stop);
  if (joined) replaceState(state, joined);
  if (left === null || right === null) return left ?? right ?? UNKNOWN;
  return join(left, right);
}

function evaluateComprehension(
  run: Run,
  frame: CallFrame,
  state: State,
  expr: ComprehensionExpr,
): Value {
  const inner = cloneState(state);
  let reachable: State | null = inner;
  let exactCount: number | null = expr.clauses.length === 1 ? 0 : null;
  for (const clause of expr.clauses) {
    if (reachable === null) break;
    const iterable = evaluate(run, frame, reachable, clause.iterable);
    const items = itemsOf(reachable, iterable);
    exactCount =
      exactCount !== null && items && clause.conditions.length === 0 ? items.length : null;
    assignTo(run, frame, reachable, clause.target, elementOf(reachable, iterable) ?? UNKNOWN);
    for (const condition of clause.conditions) {
      if (reachable) reachable = branch(run, frame, reachable, condition).whenTrue;
    }
  }
  const element = reachable === null ? UNKNOWN : evaluate(run, frame, reachable, expr.element);
  if (reachable && expr.value) evaluate(run, frame, reachable, expr.value);
  // What the body wrote to lists and dicts stays; its names do not.
  if (reachable) for (const [id, object] of reachable.heap) state.heap.set(id, object);
  if (expr.kind === 'generator') return sequence(element, false);
  if (expr.kind === 'set') return sequence(element, false);
  if (expr.kind === 'dict') return allocate(state, listSite(run, expr), newDict(new Map(), true));
  return allocate(state, listSite(run, expr), newList(null, element));
}

const ARITHMETIC = /^(and|or)$/;

const EVALUATORS: { readonly [T in Expr['type']]: Evaluator<Extract<Expr, { type: T }>> } = {
  Name: (run, frame, state, expr) => lookUp(run, frame, state, expr.name),
  Number: (_run, _frame, _state, expr) =>
    Number.isNaN(expr.value) ? UNKNOWN : expr.isInteger ? int(expr.value) : float(expr.value),
  String: (_run, _frame, _state, expr) => string(expr.value),
  Constant: (_run, _frame, _state, expr) =>
    expr.value === null ? NONE : expr.value === '...' ? { kind: 'ellipsis' } : bool(expr.value),
  Tuple: evaluateSequence,
  List: evaluateSequence,
  Set: evaluateSequence,
  Dict: evaluateDict,
  Attribute: (run, frame, state, expr) => attributeOf(run, frame, state, expr),
  Index: (run, frame, state, expr) => subscript(run, frame, state, expr),
  Slice: (run, frame, state, expr) => {
    const bound = (part: Expr | null) => (part ? evaluate(run, frame, state, part) : null);
    const [lower, upper, step] = [bound(expr.lower), bound(expr.upper), bound(expr.step)];
    const isInt = (value: Value | null) =>
      value === null || value.kind === 'none' || value.kind === 'int';
    const size = (value: Value | null) => (value?.kind === 'int' ? value.size : null);
    const from = lower === null || lower.kind === 'none' ? 0 : size(lower);
    const to = upper === null || upper.kind === 'none' ? 'end' : size(upper);
    const by = step === null || step.kind === 'none' ? 1 : constantInt(step);
    return isInt(lower)
      ? { kind: 'slice', from, to, step: by }
      : { kind: 'slice', from: null, to, step: by };
  },
  Call: evaluateCall,
  Unary: evaluateUnary,
  Binary: (run, frame, state, expr) =>
    ARITHMETIC.test(expr.op)
      ? evaluateLogic(run, frame, state, expr)
      : binary(run, frame, state, expr),
  Conditional: (run, frame, state, expr) => {
    const { whenTrue, whenFalse } = branch(run, frame, state, expr.test);
    const then = whenTrue && evaluate(run, frame, whenTrue, expr.then);
    const otherwise = whenFalse && evaluate(run, frame, whenFalse, expr.otherwise);
    const joined = joinStates(whenTrue, whenFalse);
    if (joined) replaceState(state, joined);
    if (then === null || otherwise === null) return then ?? otherwise ?? UNKNOWN;
    return join(then, otherwise);
  },
  Lambda: (_run, frame, state, expr) => ({
    kind: 'function',
    definition: expr,
    self: null,
    scope: variablesOf(frame, state),
    owner: frame,
  }),
  Comprehension: evaluateComprehension,
  Star: (run, frame, state, expr) => {
    evaluate(run, frame, state, expr.value);
    return UNKNOWN;
  },
  Walrus: (run, frame, state, expr) => {
    const value = evaluate(run, frame, state, expr.value);
    assignTo(run, frame, state, expr.target, value);
    return value;
  },
  Opaque: () => UNKNOWN,
};
