import { isWorthSaying } from '../domain/describe';
import { allocate, elementOf, itemsOf, newDict, newList, objectOf } from '../domain/heap';
import { join } from '../domain/join';
import { negateSize } from '../domain/size';
import { cloneState, joinStates, replaceState, type State, takeHeap } from '../domain/state';
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
import { quietly, type Run, spend } from './run';
import type { Scope } from './scope';
import { subscript } from './subscript';

type Evaluator<E extends Expr> = (scope: Scope, expr: E) => Value;

/** What an expression is at this point; its findings are reported, its effects done on `state`. */
export function evaluate(scope: Scope, expr: Expr): Value {
  const { run } = scope;
  spend(run);
  const evaluator = EVALUATORS[expr.type] as Evaluator<Expr>;
  const value = evaluator(scope, expr);
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

function evaluateSequence(scope: Scope, expr: SequenceExpr): Value {
  const { run, state } = scope;
  const items: Value[] = [];
  let isExact = true;
  let loose: Value | null = null;
  for (const item of expr.items) {
    if (item.type !== 'Star') {
      items.push(evaluate(scope, item));
      continue;
    }
    const spread = evaluate(scope, item.value);
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

function evaluateDict(scope: Scope, expr: DictExpr): Value {
  const { run, state } = scope;
  const entries = new Map<string, Value>();
  let isOpen = false;
  for (const entry of expr.entries) {
    const value = evaluate(scope, entry.value);
    if (entry.key === null) {
      const object = objectOf(state, value);
      if (object?.type === 'dict' && object.maybe.size === 0) {
        for (const [key, item] of object.entries) entries.set(key, item);
        isOpen ||= object.isOpen;
      } else isOpen = true;
      continue;
    }
    const key = evaluate(scope, entry.key);
    if (key.kind === 'string' && key.value !== null) entries.set(key.value, value);
    else isOpen = true;
  }
  return allocate(state, listSite(run, expr), newDict(entries, isOpen));
}

function evaluateUnary(scope: Scope, expr: UnaryExpr): Value {
  const { state } = scope;
  if (expr.op === 'not') {
    const { whenTrue, whenFalse } = branch(scope, expr.operand);
    const joined = joinStates(whenTrue, whenFalse);
    if (joined) replaceState(state, joined);
    return bool(whenTrue === null ? true : whenFalse === null ? false : null);
  }
  const value = evaluate(scope, expr.operand);
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
function evaluateLogic(scope: Scope, expr: Expr): Value {
  const { run, state } = scope;
  if (expr.type !== 'Binary') return UNKNOWN;
  const { whenTrue, whenFalse } = branch(scope, expr.left);
  const isAnd = expr.op === 'and';
  const [goOn, stop] = isAnd ? [whenTrue, whenFalse] : [whenFalse, whenTrue];
  // The left value when it decides: a falsy one for `and`, a truthy one for `or`.
  const left =
    stop === null ? null : quietly(run, () => evaluate(scope.with(cloneState(stop)), expr.left));
  const right = goOn === null ? null : evaluate(scope.with(goOn), expr.right);
  const joined = joinStates(goOn, stop);
  if (joined) replaceState(state, joined);
  if (left === null || right === null) return left ?? right ?? UNKNOWN;
  return join(left, right);
}

function evaluateComprehension(scope: Scope, expr: ComprehensionExpr): Value {
  const { run, state } = scope;
  const inner = cloneState(state);
  let reachable: State | null = inner;
  let exactCount: number | null = expr.clauses.length === 1 ? 0 : null;
  for (const clause of expr.clauses) {
    if (reachable === null) break;
    const iterable = evaluate(scope.with(reachable), clause.iterable);
    const items = itemsOf(reachable, iterable);
    exactCount =
      exactCount !== null && items && clause.conditions.length === 0 ? items.length : null;
    assignTo(scope.with(reachable), clause.target, elementOf(reachable, iterable) ?? UNKNOWN);
    for (const condition of clause.conditions) {
      if (reachable) reachable = branch(scope.with(reachable), condition).whenTrue;
    }
  }
  const element = reachable === null ? UNKNOWN : evaluate(scope.with(reachable), expr.element);
  if (reachable && expr.value) evaluate(scope.with(reachable), expr.value);
  // What the body wrote to lists and dicts stays; its names do not.
  if (reachable) takeHeap(state, reachable);
  if (expr.kind === 'generator') return sequence(element, false);
  if (expr.kind === 'set') return sequence(element, false);
  if (expr.kind === 'dict') return allocate(state, listSite(run, expr), newDict(new Map(), true));
  return allocate(state, listSite(run, expr), newList(null, element));
}

const ARITHMETIC = /^(and|or)$/;

const EVALUATORS: { readonly [T in Expr['type']]: Evaluator<Extract<Expr, { type: T }>> } = {
  Name: (scope, expr) => lookUp(scope, expr.name),
  Number: (_scope, expr) =>
    Number.isNaN(expr.value) ? UNKNOWN : expr.isInteger ? int(expr.value) : float(expr.value),
  String: (_scope, expr) => string(expr.value),
  Constant: (_scope, expr) =>
    expr.value === null ? NONE : expr.value === '...' ? { kind: 'ellipsis' } : bool(expr.value),
  Tuple: evaluateSequence,
  List: evaluateSequence,
  Set: evaluateSequence,
  Dict: evaluateDict,
  Attribute: attributeOf,
  Index: subscript,
  Slice: (scope, expr) => {
    const bound = (part: Expr | null) => (part ? evaluate(scope, part) : null);
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
  Binary: (scope, expr) =>
    ARITHMETIC.test(expr.op) ? evaluateLogic(scope, expr) : binary(scope, expr),
  Conditional: (scope, expr) => {
    const { state } = scope;
    const { whenTrue, whenFalse } = branch(scope, expr.test);
    const then = whenTrue && evaluate(scope.with(whenTrue), expr.then);
    const otherwise = whenFalse && evaluate(scope.with(whenFalse), expr.otherwise);
    const joined = joinStates(whenTrue, whenFalse);
    if (joined) replaceState(state, joined);
    if (then === null || otherwise === null) return then ?? otherwise ?? UNKNOWN;
    return join(then, otherwise);
  },
  Lambda: (scope, expr) => ({
    kind: 'function',
    definition: expr,
    self: null,
    closure: variablesOf(scope),
    owner: scope.frame,
  }),
  Comprehension: evaluateComprehension,
  Star: (scope, expr) => {
    evaluate(scope, expr.value);
    return UNKNOWN;
  },
  Walrus: (scope, expr) => {
    const value = evaluate(scope, expr.value);
    assignTo(scope, expr.target, value);
    return value;
  },
  Opaque: () => UNKNOWN,
};
