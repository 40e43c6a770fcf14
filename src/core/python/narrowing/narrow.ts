import { objectOf } from '../domain/heap';
import { alternatives, joinAll } from '../domain/join';
import type { State } from '../domain/state';
import { ANY_AXIS, axis, type TensorValue, type Value } from '../domain/value';
import { attributeKey } from '../domain/variables';
import type { CallExpr, Expr } from '../syntax/ast';

/** What a test can tell about: a variable, `self.x`, or `latent["samples"]`. */
type Place = { readonly name: string; readonly key: string | null };

/** Follows names that still equal an expression: `dims = len(x.shape)`. */
export function resolve(state: State, expr: Expr, depth = 0): Expr {
  if (expr.type !== 'Name' || depth > 4) return expr;
  const definition = state.definitions.get(expr.name);
  return definition ? resolve(state, definition, depth + 1) : expr;
}

/** The place that an expression names; null where it names none. */
export function placeNamedBy(expr: Expr): Place | null {
  if (expr.type === 'Name') return { name: expr.name, key: null };
  if (expr.type === 'Attribute' && expr.object.type === 'Name') {
    return { name: attributeKey(expr.object.name, expr.name), key: null };
  }
  if (expr.type === 'Index' && expr.object.type === 'Name' && expr.indices.length === 1) {
    const index = expr.indices[0]!;
    if (index.type === 'String' && index.value !== null)
      return { name: expr.object.name, key: index.value };
  }
  return null;
}

/** What the state knows at a place; undefined where nothing. */
export function readPlace(state: State, place: Place): Value | undefined {
  const value = state.vars.get(place.name);
  if (place.key === null) return value;
  const object = objectOf(state, value);
  return object?.type === 'dict' ? object.entries.get(place.key) : undefined;
}

/** Narrows a place to what a test proved; false when nothing is left of it. */
export function narrowPlace(
  state: State,
  place: Place,
  keep: (value: Value) => Value | null,
): boolean {
  const old = readPlace(state, place);
  if (old === undefined) return true;
  const kept = alternatives(old)
    .map(keep)
    .filter(value => value !== null);
  if (kept.length === 0) return false;
  const next = joinAll(kept);
  if (next === old) return true;
  if (place.key === null) {
    state.vars.set(place.name, next);
    return true;
  }
  const reference = state.vars.get(place.name);
  const object = objectOf(state, reference);
  if (reference?.kind === 'reference' && object?.type === 'dict') {
    const entries = new Map(object.entries).set(place.key, next);
    state.heap.set(reference.id, { ...object, entries });
  }
  return true;
}

/** `x.ndim`, `x.dim()`, `len(x.shape)`, `len(x.size())`: the expression whose rank is asked. */
export function rankSubject(state: State, given: Expr): Expr | null {
  const expr = resolve(state, given);
  if (expr.type === 'Attribute' && expr.name === 'ndim') return expr.object;
  if (expr.type !== 'Call') return null;
  const { callee } = expr;
  if (
    callee.type === 'Attribute' &&
    /^(dim|ndimension)$/.test(callee.name) &&
    expr.args.length === 0
  ) {
    return callee.object;
  }
  const isLength = callee.type === 'Name' && callee.name === 'len' && expr.args.length === 1;
  return isLength ? shapeSubject(state, expr.args[0]!.value) : null;
}

/** `x.shape` or `x.size()`. */
function shapeSubject(state: State, given: Expr): Expr | null {
  const expr = resolve(state, given);
  if (expr.type === 'Attribute' && expr.name === 'shape') return expr.object;
  return isSizeCall(expr) && expr.args.length === 0 && expr.callee.type === 'Attribute'
    ? expr.callee.object
    : null;
}

function isSizeCall(expr: Expr): expr is CallExpr {
  return expr.type === 'Call' && expr.callee.type === 'Attribute' && expr.callee.name === 'size';
}

/** `x.shape[i]` or `x.size(i)` with a known place. */
export function axisSubject(state: State, given: Expr): { object: Expr; index: number } | null {
  const expr = resolve(state, given);
  const literal = (part: Expr | undefined): number | null => {
    if (part?.type === 'Number') return part.value;
    if (part?.type === 'Unary' && part.op === '-' && part.operand.type === 'Number')
      return -part.operand.value;
    return null;
  };
  if (expr.type === 'Index' && expr.indices.length === 1) {
    const object = shapeSubject(state, expr.object);
    const index = literal(expr.indices[0]);
    return object && index !== null ? { object, index } : null;
  }
  if (isSizeCall(expr) && expr.args.length === 1 && expr.callee.type === 'Attribute') {
    const index = literal(expr.args[0]!.value);
    return index === null ? null : { object: expr.callee.object, index };
  }
  return null;
}

/** A tensor whose rank passes a test; null when it cannot. */
export function withRank(
  value: Value,
  accepts: (rank: number) => boolean,
  exact: number | null,
): Value | null {
  if (value.kind !== 'tensor') return value.kind === 'none' ? null : value;
  if (value.axes !== null) return accepts(value.axes.length) ? value : null;
  if (exact === null) return value;
  return { ...value, axes: Array.from({ length: exact }, () => ANY_AXIS) };
}

/** A tensor whose size along an axis passes a test; null when it cannot. */
export function withAxisSize(
  value: Value,
  index: number,
  accepts: (size: number) => boolean,
  exact: number | null,
): Value | null {
  if (value.kind !== 'tensor') return value.kind === 'none' ? null : value;
  if (value.axes === null) return value;
  const old = value.axes.at(index);
  if (old === undefined || index < -value.axes.length) return null;
  if (typeof old.size === 'number') return accepts(old.size) ? value : null;
  if (exact === null || old.size !== null) return value;
  const at = index < 0 ? value.axes.length + index : index;
  return replaceAxis(value, at, exact);
}

function replaceAxis(value: TensorValue, at: number, size: number): TensorValue {
  return {
    ...value,
    axes: value.axes!.map((item, i) => (i === at ? axis(size, item.role) : item)),
  };
}

/** A polynomial that is one bare name, such as `image.B`. */
export function bareSymbol(value: Value): string | null {
  if (value.kind !== 'int' || value.size === null || typeof value.size === 'number') return null;
  const [term] = value.size.terms;
  const isBare = value.size.terms.length === 1 && term!.factor === 1 && term!.symbols.length === 1;
  return isBare ? term!.symbols[0]! : null;
}
