import type { OpCall } from '../domain/operation';
import { type OpOutcome, raises } from '../domain/outcome';
import { divideExactly, multiplySizes, type Size, sizesDiffer, sizesEqual } from '../domain/size';
import {
  ANY_AXIS,
  type Axis,
  axis,
  constantInt,
  type TensorValue,
  UNKNOWN,
  type Value,
} from '../domain/value';
import {
  argument,
  derived,
  listArgument,
  normalizeAxis,
  type OpFamily,
  tensorArgument,
  withAxes,
} from './model';

const product = (axes: readonly Axis[]): Size =>
  axes.reduce<Size>((n, item) => multiplySizes(n, item.size), 1);

/** The axis a `reshape` argument asks for; `-1` is filled in later. */
function requestedAxis(value: Value): Axis {
  return value.kind === 'int' ? axis(value.size, value.role) : ANY_AXIS;
}

function reshapeModel(call: OpCall): OpOutcome {
  const value = tensorArgument(call);
  if (!value) return UNKNOWN;
  if (argument(call, 1)?.kind === 'module') return derived(call, value, value.axes);
  const given = listArgument(call, 1, 'shape', 'size', 'newshape');
  if (given === null) return withAxes(call, maybeCopy(call, value), null);
  const wanted = given.map(requestedAxis);
  return withAxes(
    call,
    maybeCopy(call, value),
    fillAxes(value, wanted) ?? null,
  ) satisfies OpOutcome;
}

/** `view` always shares memory; `reshape` may copy, so its result is nobody's alias. */
function maybeCopy(call: OpCall, value: TensorValue): TensorValue {
  return call.name === 'view' ? value : { ...value, aliasOf: null };
}

function fillAxes(value: TensorValue, wanted: readonly Axis[]): readonly Axis[] {
  const total = value.axes && product(value.axes);
  const hole = wanted.findIndex(item => item.size === -1);
  const axes = [...wanted];
  if (hole >= 0) {
    const rest = product(wanted.filter((_, i) => i !== hole));
    const size = rest === 0 ? null : divideExactly(total, rest);
    axes[hole] = axis(typeof size === 'number' && size < 0 ? null : size);
  }
  return alignRoles(value, axes);
}

/** Axes at either end that keep their size provably keep their meaning. */
function alignRoles(value: TensorValue, axes: Axis[]): readonly Axis[] {
  const old = value.axes;
  if (old === null) return axes;
  for (let i = 0; i < Math.min(old.length, axes.length); i++) {
    if (!sizesEqual(old[i]!.size, axes[i]!.size)) break;
    axes[i] = axis(axes[i]!.size, old[i]!.role);
  }
  for (let i = 1; i <= Math.min(old.length, axes.length); i++) {
    const [from, to] = [old.at(-i)!, axes.at(-i)!];
    if (!sizesEqual(from.size, to.size)) break;
    axes[axes.length - i] = axis(to.size, from.role);
  }
  return axes;
}

/** The axes asked for, `-1` worked out; those at either end that keep their size keep their meaning. */
export const reshapeOps: OpFamily = {
  title: 'reshape and view',
  functions: ['torch.reshape', 'numpy.reshape'],
  methods: ['reshape', 'view'],
  arrayMethods: ['reshape'],
  model: reshapeModel,
};

function flattenModel(call: OpCall): OpOutcome {
  const value = tensorArgument(call);
  if (!value) return UNKNOWN;
  const copy = { ...value, aliasOf: null };
  if (/^(ravel|flatten)$/.test(call.name) && (call.library === 'numpy' || call.name === 'ravel')) {
    return withAxes(call, copy, [axis(value.axes && product(value.axes))]);
  }
  const [start, end] = [argument(call, 1, 'start_dim'), argument(call, 2, 'end_dim')];
  if (value.axes === null) {
    return withAxes(call, copy, start === undefined && end === undefined ? [ANY_AXIS] : null);
  }
  const rank = value.axes.length;
  if (rank === 0) return withAxes(call, copy, [axis(1)]);
  const from = normalizeAxis(
    constantInt(start ?? { kind: 'int', size: 0, role: null }) ?? Number.NaN,
    rank,
  );
  const to = normalizeAxis(
    constantInt(end ?? { kind: 'int', size: -1, role: null }) ?? Number.NaN,
    rank,
  );
  if (from === null || to === null || from > to) return withAxes(call, copy, null);
  const merged = value.axes.slice(from, to + 1);
  const flat = merged.length === 1 ? merged[0]! : axis(product(merged));
  return withAxes(call, copy, [...value.axes.slice(0, from), flat, ...value.axes.slice(to + 1)]);
}

/** Axes from `start_dim` to `end_dim` become one. */
export const flattenOps: OpFamily = {
  title: 'flatten and ravel',
  functions: ['torch.flatten', 'torch.ravel', 'numpy.ravel'],
  methods: ['flatten', 'ravel'],
  arrayMethods: ['flatten', 'ravel'],
  model: flattenModel,
};

function unflattenModel(call: OpCall): OpOutcome {
  const value = tensorArgument(call);
  const dim = constantInt(argument(call, 1, 'dim'));
  const sizes = call.items(argument(call, 2, 'sizes'));
  if (!value?.axes || dim === null || !sizes) return UNKNOWN;
  const at = normalizeAxis(dim, value.axes.length);
  if (at === null) return raises();
  const inner = fillAxes({ ...value, axes: [value.axes[at]!] }, sizes.map(requestedAxis));
  return withAxes(call, value, [...value.axes.slice(0, at), ...inner, ...value.axes.slice(at + 1)]);
}

/** One axis becomes several; raises for one that is not there. */
export const unflattenOps: OpFamily = {
  title: 'unflatten',
  functions: ['torch.unflatten'],
  methods: ['unflatten'],
  model: unflattenModel,
};

function expandModel(call: OpCall): OpOutcome {
  const value = tensorArgument(call);
  if (!value) return UNKNOWN;
  if (call.name === 'expand_as' || call.name === 'view_as' || call.name === 'reshape_as') {
    const other = tensorArgument(call, 1, 'other');
    return other ? withAxes(call, value, other.axes) : UNKNOWN;
  }
  const given = listArgument(call, 1, 'size', 'shape');
  if (given === null) return withAxes(call, value, null);
  if (value.axes === null)
    return withAxes(
      call,
      value,
      given.map(() => ANY_AXIS),
    );
  const extra = given.length - value.axes.length;
  if (extra < 0) return raises();
  const axes: Axis[] = [];
  for (const [i, item] of given.entries()) {
    const wanted = requestedAxis(item);
    const old = value.axes[i - extra];
    const merged = old ? expandAxis(old, wanted) : wanted;
    if (merged === null) return raises();
    axes.push(merged);
  }
  return withAxes(call, value, axes);
}

function expandAxis(old: Axis, wanted: Axis): Axis | null {
  if (wanted.size === -1) return old;
  if (typeof old.size === 'number' && old.size !== 1) {
    return sizesDiffer(old.size, wanted.size) ? null : old;
  }
  const role = old.role ?? (old.size === 1 ? wanted.role : null);
  return axis(wanted.size === null && old.size !== 1 ? old.size && null : wanted.size, role);
}

/** Axes of length 1 grow to the sizes given, new ones come in front; raises where another differs. */
export const expandOps: OpFamily = {
  title: 'expand and broadcast_to',
  functions: ['torch.broadcast_to', 'numpy.broadcast_to'],
  methods: ['expand', 'expand_as', 'broadcast_to', 'view_as', 'reshape_as'],
  model: expandModel,
};

function repeatModel(call: OpCall): OpOutcome {
  const value = tensorArgument(call);
  if (!value) return UNKNOWN;
  const given = listArgument(call, 1, 'repeats', 'dims', 'reps');
  if (given === null) return derived(call, value, null);
  if (value.axes === null) return derived(call, value, null);
  const isTile = call.name === 'tile';
  if (given.length < value.axes.length && !isTile) return raises();
  const rank = Math.max(given.length, value.axes.length);
  const axes = Array.from({ length: rank }, (_, i) => {
    const old = value.axes![i - rank + value.axes!.length];
    const times = given[i - rank + given.length];
    if (old === undefined) return axis(times?.kind === 'int' ? times.size : null);
    if (times === undefined) return old;
    const size = times.kind === 'int' ? multiplySizes(old.size, times.size) : null;
    return axis(size, old.role ?? (old.size === 1 && times.kind === 'int' ? times.role : null));
  });
  return derived(call, value, axes, { dtype: value.dtype, range: value.range });
}

/** Each axis as often as asked; raises for fewer counts than axes. */
export const repeatOps: OpFamily = {
  title: 'repeat and tile',
  functions: ['torch.tile', 'numpy.tile'],
  methods: ['repeat', 'tile'],
  model: repeatModel,
};

function repeatInterleaveModel(call: OpCall): OpOutcome {
  const value = tensorArgument(call);
  if (!value) return UNKNOWN;
  const dim = argument(call, 2, 'dim', 'axis');
  const parts = { dtype: value.dtype, range: value.range };
  if (dim === undefined || dim.kind === 'none') return derived(call, value, [ANY_AXIS], parts);
  const at = value.axes && normalizeAxis(constantInt(dim) ?? Number.NaN, value.axes.length);
  if (value.axes === null || at === null) return derived(call, value, null, parts);
  const times = argument(call, 1, 'repeats');
  const size = times?.kind === 'int' ? multiplySizes(value.axes[at]!.size, times.size) : null;
  const axes = value.axes.map((item, i) => (i === at ? axis(size, item.role) : item));
  return derived(call, value, axes, parts);
}

/** One axis grows by the count given. */
export const repeatInterleaveOps: OpFamily = {
  title: 'repeat_interleave',
  functions: ['torch.repeat_interleave', 'numpy.repeat'],
  methods: ['repeat_interleave'],
  arrayMethods: ['repeat'],
  model: repeatInterleaveModel,
};
