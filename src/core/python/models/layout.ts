import type { OpCall } from '../domain/operation';
import { type OpOutcome, raises } from '../domain/outcome';
import {
  ANY_AXIS,
  type Axis,
  axis,
  constantInt,
  type TensorValue,
  tensor,
  UNKNOWN,
} from '../domain/value';
import {
  argument,
  constantList,
  listArgument,
  normalizeAxis,
  type OpFamily,
  tensorArgument,
  withAxes,
} from './model';

/** A torch view of unknown rank that still shares its source's memory. */
const viewOfAnyRank = (call: OpCall, value: TensorValue): TensorValue =>
  withAxes(call, value, null);

function permuteModel(call: OpCall): OpOutcome {
  const value = tensorArgument(call);
  if (!value) return UNKNOWN;
  const given = listArgument(call, 1, 'dims', 'axes');
  if (given === null) return viewOfAnyRank(call, value);
  if (given.length === 0) return reversed(call, value);
  if (value.axes === null) {
    const axes = given.map(() => ANY_AXIS);
    return withAxes(call, value, axes);
  }
  if (given.length !== value.axes.length)
    return raises({ kind: 'permutedByOtherCount', call, value, given: given.length });
  const order = constantList(given)?.map(dim => normalizeAxis(dim, given.length));
  if (!order)
    return withAxes(
      call,
      value,
      given.map(() => ANY_AXIS),
    );
  if (order.includes(null) || new Set(order).size !== order.length) return raises();
  return withAxes(
    call,
    value,
    order.map(from => value.axes![from!]!),
  );
}

function reversed(call: OpCall, value: TensorValue): OpOutcome {
  if (call.library === 'torch' && call.name === 'permute') return raises();
  return withAxes(call, value, value.axes ? [...value.axes].reverse() : null);
}

/** Axes in the order given; raises for another count of them. */
export const permuteOps: OpFamily = {
  title: 'permute',
  functions: ['torch.permute', 'numpy.transpose'],
  methods: ['permute'],
  arrayMethods: ['transpose'],
  model: permuteModel,
};

function swapModel(call: OpCall): OpOutcome {
  const value = tensorArgument(call);
  if (!value) return UNKNOWN;
  if (value.axes === null) return viewOfAnyRank(call, value);
  const rank = value.axes.length;
  if (rank === 0) return value;
  const dims = [
    constantInt(argument(call, 1, 'dim0', 'axis0', 'axis1')),
    constantInt(argument(call, 2, 'dim1', 'axis1', 'axis2')),
  ];
  if (dims.includes(null))
    return withAxes(
      call,
      value,
      value.axes.map(() => ANY_AXIS),
    );
  const [a, b] = dims.map(dim => normalizeAxis(dim!, rank));
  if (a == null || b == null)
    return raises({ kind: 'axisOutside', call, value, dims: dims as number[] });
  const axes = [...value.axes];
  [axes[a], axes[b]] = [axes[b]!, axes[a]!];
  return withAxes(call, value, axes);
}

/** Two axes change places; raises for one that is not there. */
export const swapOps: OpFamily = {
  title: 'transpose and swapaxes',
  functions: ['torch.transpose', 'torch.swapaxes', 'torch.swapdims', 'numpy.swapaxes'],
  methods: ['transpose', 'swapaxes', 'swapdims', 'transpose_'],
  arrayMethods: ['swapaxes'],
  model: swapModel,
};

/** Axes given as one number or a list of numbers; null when not known. */
function oneOrMore(call: OpCall, index: number, ...names: string[]): number[] | null {
  const value = argument(call, index, ...names);
  const single = constantInt(value);
  return single === null ? constantList(call.items(value)) : [single];
}

function moveModel(call: OpCall): OpOutcome {
  const value = tensorArgument(call);
  if (!value) return UNKNOWN;
  if (value.axes === null) return viewOfAnyRank(call, value);
  const rank = value.axes.length;
  if (rank === 0) return value;
  const from = oneOrMore(call, 1, 'source');
  const to = oneOrMore(call, 2, 'destination');
  if (!from || !to)
    return withAxes(
      call,
      value,
      value.axes.map(() => ANY_AXIS),
    );
  const source = from.map(dim => normalizeAxis(dim, rank));
  const target = to.map(dim => normalizeAxis(dim, rank));
  if (source.includes(null) || target.includes(null)) {
    return raises({ kind: 'axisOutside', call, value, dims: [...from, ...to] });
  }
  if (source.length !== target.length || new Set(target).size !== target.length) return raises();
  const order: (number | undefined)[] = new Array(rank).fill(undefined);
  target.forEach((at, i) => {
    order[at!] = source[i]!;
  });
  const rest = [...value.axes.keys()].filter(at => !source.includes(at));
  return withAxes(
    call,
    value,
    order.map(at => value.axes![at ?? rest.shift()!]!),
  );
}

/** An axis moves to another place; raises for one that is not there. */
export const moveOps: OpFamily = {
  title: 'movedim and moveaxis',
  functions: ['torch.movedim', 'torch.moveaxis', 'numpy.moveaxis'],
  methods: ['movedim', 'moveaxis'],
  model: moveModel,
};

function unsqueezeModel(call: OpCall): OpOutcome {
  const value = tensorArgument(call);
  if (!value) return UNKNOWN;
  const dims = oneOrMore(call, 1, 'dim', 'axis');
  if (value.axes === null || dims === null) return viewOfAnyRank(call, value);
  const rank = value.axes.length + dims.length;
  const places = dims.map(dim => normalizeAxis(dim, rank));
  if (places.includes(null)) return raises();
  const axes: Axis[] = [...value.axes];
  for (const at of [...places].sort((a, b) => a! - b!)) axes.splice(at!, 0, newAxis(value, at!));
  return withAxes(call, value, axes);
}

/** A new first axis is a batch of one; any other is nameless. */
function newAxis(value: TensorValue, at: number): Axis {
  const isBatch = at === 0 && value.axes?.[0]?.role !== 'B';
  return axis(1, isBatch ? 'B' : null);
}

/** A new axis of length 1. */
export const unsqueezeOps: OpFamily = {
  title: 'unsqueeze and expand_dims',
  functions: ['torch.unsqueeze', 'numpy.expand_dims'],
  methods: ['unsqueeze', 'unsqueeze_'],
  model: unsqueezeModel,
};

function squeezeModel(call: OpCall): OpOutcome {
  const value = tensorArgument(call);
  if (!value) return UNKNOWN;
  if (value.axes === null) return viewOfAnyRank(call, value);
  const given = argument(call, 1, 'dim', 'axis');
  const rank = value.axes.length;
  const dims =
    given === undefined || given.kind === 'none'
      ? [...value.axes.keys()]
      : oneOrMore(call, 1, 'dim', 'axis');
  if (dims === null) return viewOfAnyRank(call, value);
  const places = dims.map(dim => normalizeAxis(dim, rank));
  if (places.includes(null)) return raises(null);
  return dropOnes(call, value, new Set(places as number[]), given !== undefined);
}

/** Drops the axes of size one; where that is not known, either may be: a union, or no rank. */
function dropOnes(
  call: OpCall,
  value: TensorValue,
  places: Set<number>,
  isExplicit: boolean,
): OpOutcome {
  // A picture's height and width are taken to be more than one pixel.
  const doubtful = [...places].filter(at => {
    const item = value.axes![at]!;
    return typeof item.size !== 'number' && item.role !== 'H' && item.role !== 'W';
  });
  const without = (dropped: readonly (number | undefined)[]) =>
    withAxes(
      call,
      value,
      value.axes!.filter((item, i) => !(places.has(i) && item.size === 1) && !dropped.includes(i)),
    );
  if (call.library === 'numpy' && isExplicit) {
    const isRefused = [...places].some(at => {
      const { size } = value.axes![at]!;
      return typeof size === 'number' && size !== 1;
    });
    // numpy refuses to squeeze an axis that is not one, so what comes out has lost it.
    return isRefused ? raises() : without([...places]);
  }
  if (doubtful.length === 0) return without([]);
  if (doubtful.length > 2) return withAxes(call, value, null);
  const [first, second] = doubtful;
  const drops = second === undefined ? [[], [first]] : [[], [first], [second], doubtful];
  const items = drops.map(without);
  return { kind: 'union', items };
}

/** Axes of length 1 go; a union, or any rank, where a length is not known. */
export const squeezeOps: OpFamily = {
  title: 'squeeze',
  functions: ['torch.squeeze', 'numpy.squeeze'],
  methods: ['squeeze', 'squeeze_'],
  arrayMethods: ['squeeze'],
  model: squeezeModel,
};

function transposeTwoModel(call: OpCall): OpOutcome {
  const value = tensorArgument(call);
  if (!value?.axes) return value ? tensor({ library: value.library }) : UNKNOWN;
  if (value.axes.length > 2) return raises();
  return withAxes(call, value, [...value.axes].reverse());
}

/** `t()` of at most two axes; raises for more. */
export const transposeTwoOps: OpFamily = {
  title: 't()',
  functions: ['torch.t'],
  methods: ['t'],
  model: transposeTwoModel,
};
