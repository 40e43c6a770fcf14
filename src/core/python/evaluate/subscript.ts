import { t } from '../../l10n';
import { axesText } from '../domain/describe';
import { allocate, elementOf, newList, objectOf } from '../domain/heap';
import { join, joinAll } from '../domain/join';
import { noteStep, type OpOutcome, raises } from '../domain/outcome';
import type { Size } from '../domain/size';
import type { State } from '../domain/state';
import {
  ANY_AXIS,
  type Axis,
  axis,
  constantInt,
  cutAxis,
  type DictObject,
  sequence,
  type TensorValue,
  tuple,
  UNKNOWN,
  type Value,
} from '../domain/value';
import type { IndexExpr } from '../syntax/ast';
import { evaluate } from './evaluate';
import { overUnions } from './overUnions';
import type { Run } from './run';
import type { Scope } from './scope';

/** `object[indices]` as a value. */
export function subscript(scope: Scope, expr: IndexExpr): Value {
  const { run } = scope;
  const object = evaluate(scope, expr.object);
  const indices = expr.indices.map(index =>
    index.type === 'Star' ? UNKNOWN : evaluate(scope, index),
  );
  const isStarred = expr.indices.some(index => index.type === 'Star');
  return overUnions(run, [object, ...indices], ([target, ...at]) =>
    isStarred ? UNKNOWN : indexInto(scope, expr, target!, at),
  );
}

function indexInto(
  scope: Scope,
  expr: IndexExpr,
  object: Value,
  given: readonly Value[],
): OpOutcome {
  const { state } = scope;
  if (object.kind === 'none') return raises();
  const [first] = given;
  if (object.kind === 'tensor') {
    const flat = given.length === 1 && first?.kind === 'tuple' ? first.items : given;
    return indexTensor(scope, expr, object, flat);
  }
  if (given.length !== 1 || first === undefined) return UNKNOWN;
  if (object.kind === 'tuple') return indexTuple(expr, object.items, object.shapeOf, first);
  if (object.kind === 'sequence') return first.kind === 'slice' ? object : object.element;
  if (object.kind === 'string') return { kind: 'string', value: null };
  const container = objectOf(state, object);
  if (container?.type === 'dict') return readKey(container, first);
  if (container?.type !== 'list') return UNKNOWN;
  if (first.kind === 'slice') {
    const items = container.items && sliceItems(container.items, first);
    const element = container.items ? elementOf(state, object) : container.element;
    return allocate(state, `${expr.from}[]`, newList(items, items ? null : element));
  }
  const at = constantInt(first);
  if (container.items && at !== null) return container.items.at(at) ?? raises();
  return elementOf(state, object) ?? UNKNOWN;
}

function readKey({ entries, isOpen }: DictObject, key: Value): OpOutcome {
  if (key.kind !== 'string') return UNKNOWN;
  // One of the keys that are there, or Python raises.
  if (key.value === null) return isOpen ? UNKNOWN : joinAll([...entries.values()]);
  return entries.get(key.value) ?? (isOpen ? UNKNOWN : raises());
}

function sliceItems(
  items: readonly Value[],
  slice: Extract<Value, { kind: 'slice' }>,
): readonly Value[] | null {
  const { from, to, step } = slice;
  if (typeof from !== 'number' || (to !== 'end' && typeof to !== 'number')) return null;
  if (step === -1 && from === 0 && to === 'end') return [...items].reverse();
  if (step !== 1) return null;
  return items.slice(from, to === 'end' ? undefined : to);
}

function indexTuple(
  expr: IndexExpr,
  items: readonly Value[],
  shapeOf: TensorValue | null,
  index: Value,
): OpOutcome {
  if (index.kind === 'slice') {
    const part = sliceItems(items, index);
    return part ? tuple(part) : sequence(items.length ? items.reduce(join) : UNKNOWN);
  }
  const at = constantInt(index);
  if (at === null) return items.length > 0 ? items.reduce(join) : UNKNOWN;
  const found = items.at(at);
  if (found !== undefined && at >= -items.length) return found;
  return raises(
    shapeOf ? { kind: 'shapeIndexOutside', at: expr, value: shapeOf, index: at } : null,
  );
}

/** How many axes of the source each index uses up; null for one we cannot tell. */
function axesUsed(index: Value): number | null {
  switch (index.kind) {
    case 'none':
    case 'ellipsis':
      return 0;
    case 'slice':
    case 'int':
      return 1;
    case 'bool':
      return null;
    case 'tensor':
      if (index.dtype === 'bool') return index.axes?.length ?? null;
      return index.dtype === null ? null : 1;
    case 'reference':
    case 'sequence':
      return null;
    default:
      return null;
  }
}

function indexTensor(
  { run, state }: Scope,
  expr: IndexExpr,
  value: TensorValue,
  indices: readonly Value[],
): OpOutcome {
  const lists = indices.map(index => listIndex(state, index));
  const used = indices.map((index, i) => (lists[i] !== null ? 1 : axesUsed(index)));
  if (used.includes(null)) return { ...value, axes: null, port: null, aliasOf: null };
  const total = (used as number[]).reduce((a, b) => a + b, 0);
  const hasEllipsis = indices.some(index => index.kind === 'ellipsis');
  if (value.axes === null) return { ...value, axes: null, port: null };
  if (total > value.axes.length)
    return raises({ kind: 'tooManyIndices', at: expr, value, given: total });
  const isAdvanced = indices.some((index, i) => lists[i] !== null || index.kind === 'tensor');
  const rest = value.axes.length - total;
  const plan = hasEllipsis ? indices : [...indices, { kind: 'ellipsis' } as const];
  if (isAdvanced) return advanced(run, expr, value, plan, lists, rest);
  const axes: Axis[] = [];
  let at = 0;
  for (const index of plan) {
    if (index.kind === 'none')
      axes.push(axis(1, axes.length === 0 && value.axes[0]?.role !== 'B' && at === 0 ? 'B' : null));
    else if (index.kind === 'ellipsis') {
      axes.push(...value.axes.slice(at, at + rest));
      at += rest;
    } else if (index.kind === 'slice') axes.push(slicedAxis(value.axes[at++]!, index));
    else {
      const size = value.axes[at++]!.size;
      const place = constantInt(index);
      if (place !== null && typeof size === 'number' && (place >= size || place < -size))
        return raises();
    }
  }
  return viewed(run, expr, value, axes);
}

function viewed(run: Run, expr: IndexExpr, value: TensorValue, axes: readonly Axis[]): TensorValue {
  const kept =
    axes.length === value.axes?.length &&
    axes.every((item, i) => item.role === value.axes![i]!.role);
  const text = () => {
    const source = run.text.slice(expr.object.to, expr.to);
    return t`\`${source.length > 40 ? '[...]' : source}\` gives ${axesText(axes)}`;
  };
  const step = noteStep(expr, text, value.step);
  const isSame = kept && axes.every((item, i) => item === value.axes![i]);
  return { ...value, axes, port: kept ? value.port : null, step: isSame ? value.step : step };
}

/** A list of whole numbers as an index: how many there are, or `unknown`; null when it is not one. */
function listIndex(state: State, index: Value): number | 'unknown' | null {
  const items = objectOf(state, index);
  if (items?.type !== 'list')
    return index.kind === 'sequence' && index.element.kind === 'int' ? 'unknown' : null;
  const element = elementOf(state, index);
  if (element?.kind !== 'int') return null;
  return items.items?.length ?? 'unknown';
}

/** Lists and tensors as indices: one alone replaces its axis; anything else keeps only what is sure. */
function advanced(
  run: Run,
  expr: IndexExpr,
  value: TensorValue,
  plan: readonly Value[],
  lists: readonly (number | 'unknown' | null)[],
  rest: number,
): OpOutcome {
  const special = plan.filter((index, i) => lists[i] != null || index.kind === 'tensor');
  const isPlain = plan.every(
    (index, i) =>
      index.kind === 'slice' ||
      index.kind === 'ellipsis' ||
      lists[i] != null ||
      index.kind === 'tensor',
  );
  if (special.length !== 1 || !isPlain) return { ...value, axes: null, port: null, aliasOf: null };
  const axes: Axis[] = [];
  let at = 0;
  for (const [i, index] of plan.entries()) {
    if (index.kind === 'ellipsis') {
      axes.push(...value.axes!.slice(at, at + rest));
      at += rest;
    } else if (index.kind === 'slice') axes.push(slicedAxis(value.axes![at++]!, index));
    else if (index.kind === 'tensor' && index.dtype === 'bool') {
      axes.push(ANY_AXIS);
      at += index.axes!.length;
    } else if (index.kind === 'tensor') {
      if (index.axes === null) return { ...value, axes: null, port: null, aliasOf: null };
      const role = value.axes![at++]!.role;
      axes.push(...(index.axes.length === 1 ? [axis(index.axes[0]!.size, role)] : index.axes));
    } else {
      const count = lists[i]!;
      axes.push(axis(count === 'unknown' ? null : count, value.axes![at++]!.role));
    }
  }
  return { ...viewed(run, expr, value, axes), aliasOf: null };
}

function slicedAxis(old: Axis, slice: Extract<Value, { kind: 'slice' }>): Axis {
  if (slice.from === 0 && slice.to === 'end' && slice.step === 1) return old;
  const size = sliceLength(old.size, slice);
  return slice.step === 1 ? axis(size, old.role) : cutAxis(size, old.role);
}

function sliceLength(size: Size, { from, to, step }: Extract<Value, { kind: 'slice' }>): Size {
  if (step !== 1) return steppedLength(size, from, to, step);
  if (typeof size === 'number') {
    const start = clampIndex(from, size);
    const end = to === 'end' ? size : clampIndex(to, size);
    return start === null || end === null ? null : Math.max(0, end - start);
  }
  // A channel axis of 3 or 4 cut to `:3` is 3; one channel alone would stay one.
  if (to === 'end' && typeof from === 'number' && from < 0) return null;
  if (from === 0 && typeof to === 'number' && to < 0) return null;
  if (from === 0 && to === 1 && size !== null) return 1;
  return null;
}

function clampIndex(at: Size, size: number): number | null {
  if (typeof at !== 'number') return null;
  return Math.min(Math.max(at < 0 ? at + size : at, 0), size);
}

function steppedLength(size: Size, from: Size, to: Size | 'end', step: number | null): Size {
  if (step === -1 && from === 0 && to === 'end') return size;
  if (step === null || typeof size !== 'number' || step < 1) return null;
  const start = clampIndex(from, size);
  const end = to === 'end' ? size : clampIndex(to, size);
  return start === null || end === null ? null : Math.max(0, Math.ceil((end - start) / step));
}
