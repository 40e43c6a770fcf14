import { allocate, elementOf, itemsOf, newList } from '../domain/heap';
import { NO_ARGUMENTS, type OpCall } from '../domain/operation';
import { type OpOutcome, raises } from '../domain/outcome';
import {
  addSizes,
  compareNumbers,
  floorDivideSizes,
  multiplySizes,
  type Size,
  sizesDiffer,
  sizesEqual,
  subtractSizes,
} from '../domain/size';
import type { State } from '../domain/state';
import {
  ANY_BOOL,
  bool,
  constantInt,
  constantNumber,
  float,
  int,
  sequence,
  tuple,
  UNKNOWN,
  type Value,
} from '../domain/value';
import { combine } from '../models/elementwise';
import type { BinaryExpr, Expr } from '../syntax/ast';
import { evaluate } from './evaluate';
import { overUnions } from './overUnions';
import type { Scope } from './scope';

const COMPARISON = /^(<|>|<=|>=|==|!=)$/;

/** Arithmetic and comparison of two expressions. */
export function binary(scope: Scope, expr: BinaryExpr): Value {
  const left = evaluate(scope, expr.left);
  const right = evaluate(scope, expr.right);
  return applyBinary(scope, expr, expr.op, left, right);
}

/** The same for values at hand; `at` is where findings are placed. */
export function applyBinary(scope: Scope, at: Expr, op: string, left: Value, right: Value): Value {
  const { run } = scope;
  if (/^(is|in|not)/.test(op)) return ANY_BOOL;
  return overUnions(run, [left, right], ([a, b]) => operate(scope, at, op, a!, b!));
}

function operate(scope: Scope, at: Expr, op: string, a: Value, b: Value): OpOutcome {
  const { state } = scope;
  if (a.kind === 'none' || b.kind === 'none') return COMPARISON.test(op) ? ANY_BOOL : raises();
  if (a.kind === 'tensor' || b.kind === 'tensor') return tensorOperation(scope, at, op, a, b);
  const isNumber = (value: Value) => /^(int|float|bool)$/.test(value.kind);
  if (isNumber(a) && isNumber(b))
    return COMPARISON.test(op) ? compare(op, a, b) : arithmetic(op, a, b);
  if (COMPARISON.test(op)) return compareOther(op, a, b);
  if (op === '+') return concatenate(state, at, a, b);
  if (op === '*') return repeatSequence(state, at, a, b);
  if (op === '%' && a.kind === 'string') return { kind: 'string', value: null };
  return UNKNOWN;
}

function tensorOperation(
  { run, state }: Scope,
  at: Expr,
  op: string,
  a: Value,
  b: Value,
): OpOutcome {
  const library = a.kind === 'tensor' ? a.library : b.kind === 'tensor' ? b.library : 'torch';
  const call: OpCall = {
    name: op,
    args: { ...NO_ARGUMENTS, positional: [a, b] },
    at,
    text: run.text,
    library,
    items: value => itemsOf(state, value),
    element: value => elementOf(state, value),
  };
  return op === '@' ? UNKNOWN : combine(call, op, a, b);
}

function compare(op: string, a: Value, b: Value): Value {
  const [x, y] = [constantNumber(a), constantNumber(b)];
  if (x !== null && y !== null) return bool(compareNumbers(op, x, y));
  if (a.kind === 'int' && b.kind === 'int' && /^[!=]=$/.test(op)) {
    if (sizesEqual(a.size, b.size)) return bool(op === '==');
    if (sizesDiffer(a.size, b.size)) return bool(op === '!=');
  }
  return ANY_BOOL;
}

function compareOther(op: string, a: Value, b: Value): Value {
  if (a.kind === 'string' && b.kind === 'string' && a.value !== null && b.value !== null) {
    if (op === '==') return bool(a.value === b.value);
    if (op === '!=') return bool(a.value !== b.value);
  }
  return ANY_BOOL;
}

const INTEGER_OPS: Readonly<Record<string, (a: Size, b: Size) => Size>> = {
  '+': addSizes,
  '-': subtractSizes,
  '*': multiplySizes,
  '//': floorDivideSizes,
  '%': (a, b) =>
    typeof a === 'number' && typeof b === 'number' && b !== 0 ? a - b * Math.floor(a / b) : null,
  '**': (a, b) => (typeof a === 'number' && typeof b === 'number' && b >= 0 ? a ** b : null),
};

function arithmetic(op: string, a: Value, b: Value): OpOutcome {
  const isWhole = (value: Value) => value.kind === 'int' || value.kind === 'bool';
  if (isWhole(a) && isWhole(b) && op in INTEGER_OPS) {
    const size = (value: Value) => (value.kind === 'int' ? value.size : constantInt(value));
    const role =
      a.kind === 'int' && b.kind === 'int' && a.role !== null && b.role === null ? a.role : null;
    return int(INTEGER_OPS[op]!(size(a), size(b)), role);
  }
  if (/^[&|^]$|^<<$|^>>$/.test(op)) return isWhole(a) && isWhole(b) ? int(null) : UNKNOWN;
  const [x, y] = [constantNumber(a), constantNumber(b)];
  if (x === null || y === null) return float(null);
  switch (op) {
    case '+':
      return float(x + y);
    case '-':
      return float(x - y);
    case '*':
      return float(x * y);
    case '/':
      return y === 0 ? raises() : float(x / y);
    default:
      return float(null);
  }
}

function concatenate(state: State, at: Expr, a: Value, b: Value): Value {
  if (a.kind === 'string' && b.kind === 'string') {
    return {
      kind: 'string',
      value: a.value !== null && b.value !== null ? a.value + b.value : null,
    };
  }
  const [left, right] = [itemsOf(state, a), itemsOf(state, b)];
  const isTuple = a.kind === 'tuple' && b.kind === 'tuple';
  if (left && right) {
    const items = [...left, ...right];
    return isTuple ? tuple(items) : allocate(state, `${at.from}+`, newList(items, null));
  }
  if (left?.length === 0) return b;
  const [x, y] = [elementOf(state, a), elementOf(state, b)];
  const isSequence = (value: Value) => /^(tuple|sequence|reference)$/.test(value.kind);
  if (!isSequence(a) || !isSequence(b) || x === null || y === null) return UNKNOWN;
  return sequence(UNKNOWN);
}

function repeatSequence(state: State, at: Expr, a: Value, b: Value): Value {
  const [list, times] = a.kind === 'int' ? [b, a] : [a, b];
  const items = itemsOf(state, list);
  const count = constantInt(times);
  if (!items) return UNKNOWN;
  if (count === null || count < 0 || items.length * count > 64) {
    const element = elementOf(state, list);
    if (list.kind === 'tuple') return sequence(element ?? UNKNOWN);
    return allocate(state, `${at.from}*`, newList(null, element));
  }
  const repeated = Array.from({ length: count }, () => items).flat();
  return list.kind === 'tuple'
    ? tuple(repeated)
    : allocate(state, `${at.from}*`, newList(repeated, null));
}
