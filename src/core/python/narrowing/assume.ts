import { itemsOf, objectOf } from '../domain/heap';
import { compareNumbers, isLength } from '../domain/size';
import { type State, substituteEverywhere } from '../domain/state';
import { BANDS, constantInt, UNKNOWN, type Value } from '../domain/value';
import type { BinaryExpr, CallExpr, Expr } from '../syntax/ast';
import { classNames, isOneOf } from './instances';
import {
  axisSubject,
  bareSymbol,
  narrowPlace,
  placeNamedBy,
  rankSubject,
  readPlace,
  resolve,
  withAxisSize,
  withRank,
} from './narrow';

/** The value of an expression in a state, without effects and findings: the evaluator lends it. */
export type Ask = (state: State, expr: Expr) => Value;

const NEGATED: Readonly<Record<string, string>> = {
  '<': '>=',
  '>': '<=',
  '<=': '>',
  '>=': '<',
  '==': '!=',
  '!=': '==',
};
const MIRRORED: Readonly<Record<string, string>> = {
  '<': '>',
  '>': '<',
  '<=': '>=',
  '>=': '<=',
  '==': '==',
  '!=': '!=',
};

/** The state in which the test came out so; null when it cannot. */
export function assume(ask: Ask, state: State, given: Expr, truth: boolean): State | null {
  const expr = resolve(state, given);
  if (expr.type === 'Unary' && expr.op === 'not') return assume(ask, state, expr.operand, !truth);
  if (expr.type === 'Binary') return assumeBinary(ask, state, expr, truth);
  if (expr.type === 'Call') return assumeCall(ask, state, expr, truth);
  if (expr.type === 'Walrus') return assume(ask, state, expr.target, truth);
  if (expr.type === 'Attribute' && expr.name === 'is_cuda')
    return assumeOnGpu(state, expr.object, truth);
  const place = placeNamedBy(expr);
  if (!place) return state;
  const keeps = (value: Value): Value | null => {
    if (truth && (value.kind === 'none' || (value.kind === 'bool' && value.value === false)))
      return null;
    if (!truth && value.kind === 'bool' && value.value === true) return null;
    return value;
  };
  return narrowPlace(state, place, keeps) ? state : null;
}

function assumeBinary(ask: Ask, state: State, expr: BinaryExpr, truth: boolean): State | null {
  const { op } = expr;
  if (op === 'and' || op === 'or') {
    if ((op === 'and') !== truth) return state;
    const left = assume(ask, state, expr.left, truth);
    return left && assume(ask, left, expr.right, truth);
  }
  if (op === 'is' || op === 'is not') return assumeIs(state, expr, (op === 'is') === truth);
  if (op === 'in' || op === 'not in') return assumeIn(ask, state, expr, (op === 'in') === truth);
  if (!(op in NEGATED)) return state;
  if (isNone(expr.right) && /^[!=]=$/.test(op))
    return assumeIs(state, expr, (op === '==') === truth);
  return compareSides(ask, state, expr, truth ? op : NEGATED[op]!);
}

const isNone = (expr: Expr): boolean => expr.type === 'Constant' && expr.value === null;

function assumeIs(state: State, expr: BinaryExpr, same: boolean): State | null {
  const place = placeNamedBy(expr.left);
  if (!isNone(expr.right) || !place) return state;
  const keeps = (value: Value): Value | null => {
    if (value.kind === 'unknown') return same ? { kind: 'none' } : value;
    return (value.kind === 'none') === same ? value : null;
  };
  return narrowPlace(state, place, keeps) ? state : null;
}

/** `left op right` holds: narrows whichever side names a rank, an axis or a size. */
function compareSides(ask: Ask, state: State, expr: BinaryExpr, op: string): State | null {
  const right = ask(state, expr.right);
  const left = ask(state, expr.left);
  const byLeft = narrowBy(state, expr.left, op, right, left);
  return byLeft && narrowBy(byLeft, expr.right, MIRRORED[op]!, left, right);
}

function narrowBy(state: State, expr: Expr, op: string, other: Value, own: Value): State | null {
  if (other.kind === 'string') return narrowText(state, expr, op, other.value);
  const number = constantInt(other);
  if (number === null) return narrowDtype(state, expr, op, other);
  const accepts = (size: number) => compareNumbers(op, size, number);
  const exact = exactSize(op, number);
  const ranked = rankSubject(state, expr);
  if (ranked) {
    const place = placeNamedBy(ranked);
    const isExact = op === '==' ? number : null;
    return !place || narrowPlace(state, place, value => withRank(value, accepts, isExact))
      ? state
      : null;
  }
  if (own.kind === 'int' && isLength(own.size) && !allows(op, number)) return null;
  const name = bareSymbol(own);
  // An INT input may be zero or less, an axis may not.
  const isSure = op === '==' || !name?.startsWith('input.');
  if (name !== null && exact !== null && isSure) substituteEverywhere(state, name, exact);
  const sized = axisSubject(state, expr);
  if (sized) {
    const place = placeNamedBy(sized.object);
    const isHeld =
      !place ||
      narrowPlace(state, place, value => withAxisSize(value, sized.index, accepts, exact));
    return isHeld ? state : null;
  }
  return state;
}

/** Whether any length of one and more passes a comparison: the axes of an input are never empty. */
const allows = (op: string, number: number): boolean =>
  op === '==' || op === '<=' ? number >= 1 : op !== '<' || number > 1;

/** The one size a comparison leaves: `== 3`, or `<= 1` and `< 2`, because no axis is empty. */
function exactSize(op: string, number: number): number | null {
  if (op === '==') return number;
  if ((op === '<=' && number === 1) || (op === '<' && number === 2)) return 1;
  return null;
}

/** `x.is_cuda`: where it is not, `.numpy()` is safe. */
function assumeOnGpu(state: State, tensor: Expr, isOnGpu: boolean): State | null {
  const place = placeNamedBy(tensor);
  if (!place || isOnGpu) return state;
  const keeps = (value: Value): Value =>
    value.kind === 'tensor' ? { ...value, onInputDevice: false } : value;
  return narrowPlace(state, place, keeps) ? state : null;
}

/** The kinds that never equal a string. */
const NO_TEXT = new Set<Value['kind']>(
  'none bool int float tuple reference pil'.split(' ') as Value['kind'][],
);

/** `img.mode == "RGB"`, `method == "x"`, `x.device.type == "cpu"`. */
function narrowText(state: State, given: Expr, op: string, text: string | null): State | null {
  if (text === null || !/^[!=]=$/.test(op)) return state;
  const expr = resolve(state, given);
  if (expr.type === 'Attribute' && expr.name === 'type' && /^(cpu|cuda)$/.test(text)) {
    const { object } = expr;
    const isOnGpu = (text === 'cuda') === (op === '==');
    return object.type === 'Attribute' && object.name === 'device'
      ? assumeOnGpu(state, object.object, isOnGpu)
      : state;
  }
  const isMode = expr.type === 'Attribute' && expr.name === 'mode';
  const place = placeNamedBy(isMode ? expr.object : expr);
  if (!place) return state;
  const keeps = (value: Value): Value | null => {
    if (isMode && value.kind === 'pil') {
      if (op === '!=') return value.mode === text ? null : value;
      const isOpen = value.mode === null || (value.mode === BANDS && text !== 'L');
      return isOpen || value.mode === text ? { ...value, mode: text } : null;
    }
    if (!isMode && op === '==' && NO_TEXT.has(value.kind)) return null;
    if (isMode || value.kind !== 'string') return value;
    if (op === '!=') return value.value === text ? null : value;
    return value.value === null || value.value === text ? { kind: 'string', value: text } : null;
  };
  return narrowPlace(state, place, keeps) ? state : null;
}

/** `x.dtype == torch.uint8`. */
function narrowDtype(state: State, given: Expr, op: string, other: Value): State | null {
  const expr = resolve(state, given);
  if (expr.type !== 'Attribute' || expr.name !== 'dtype' || other.kind !== 'module') return state;
  const place = placeNamedBy(expr.object);
  const isBytes = other.path.endsWith('.uint8');
  if (!place || !isBytes || !/^[!=]=$/.test(op)) return state;
  const keeps = (value: Value): Value | null => {
    if (value.kind !== 'tensor') return value;
    if (op === '==')
      return value.dtype === null || value.dtype === 'uint8' ? { ...value, dtype: 'uint8' } : null;
    return value.dtype === 'uint8' ? null : value;
  };
  return narrowPlace(state, place, keeps) ? state : null;
}

/** `x.ndim in (3, 4)`, `"noise_mask" in latent`. */
function assumeIn(ask: Ask, state: State, expr: BinaryExpr, isIn: boolean): State | null {
  const ranked = rankSubject(state, expr.left);
  const members = itemsOf(state, ask(state, expr.right))?.map(constantInt);
  const place = ranked && placeNamedBy(ranked);
  if (place && members && !members.includes(null)) {
    const accepts = (rank: number) => members.includes(rank) === isIn;
    return narrowPlace(state, place, value => withRank(value, accepts, null)) ? state : null;
  }
  const sized = axisSubject(state, expr.left);
  const sizedPlace = sized && placeNamedBy(sized.object);
  if (sized && sizedPlace && members && !members.includes(null)) {
    const accepts = (size: number) => members.includes(size) === isIn;
    return narrowPlace(state, sizedPlace, value => withAxisSize(value, sized.index, accepts, null))
      ? state
      : null;
  }
  return assumeKey(ask, state, expr, isIn);
}

function assumeKey(ask: Ask, state: State, expr: BinaryExpr, isIn: boolean): State | null {
  const key = ask(state, expr.left);
  const dict = ask(state, expr.right);
  const object = objectOf(state, dict);
  if (
    key.kind !== 'string' ||
    key.value === null ||
    object?.type !== 'dict' ||
    dict.kind !== 'reference'
  )
    return state;
  const isThere = object.entries.has(key.value);
  const isSure = isThere && !object.maybe.has(key.value);
  if (isIn && !isThere && !object.isOpen) return null;
  if (!isIn && isSure) return null;
  const entries = new Map(object.entries);
  const maybe = new Set(object.maybe);
  maybe.delete(key.value);
  if (isIn && !isThere) entries.set(key.value, UNKNOWN);
  if (!isIn) entries.delete(key.value);
  state.heap.set(dict.id, { ...object, entries, maybe });
  return state;
}

/** `isinstance(x, torch.Tensor)`, `torch.is_tensor(x)`. */
function assumeCall(ask: Ask, state: State, expr: CallExpr, truth: boolean): State | null {
  const subject = expr.args[0]?.value;
  const place = subject && placeNamedBy(subject);
  if (!place || readPlace(state, place) === undefined) return state;
  const callee = ask(state, expr.callee);
  if (callee.kind !== 'module') return state;
  const classes = /^(torch\.is_tensor|torch\.Tensor)$/.test(callee.path)
    ? ['Tensor']
    : isinstanceClasses(ask, state, callee.path, expr);
  if (classes === null) return state;
  const keeps = (value: Value): Value | null => {
    const is = isOneOf(value, classes);
    return is === null || is === truth ? value : null;
  };
  return narrowPlace(state, place, keeps) ? state : null;
}

function isinstanceClasses(ask: Ask, state: State, path: string, expr: CallExpr) {
  if (path !== 'builtins.isinstance' || expr.args.length !== 2) return null;
  return classNames(state, ask(state, expr.args[1]!.value));
}
