import type { OpCall } from '../domain/operation';
import { type OpOutcome, raises } from '../domain/outcome';
import {
  ANY_AXIS,
  type Axis,
  axis,
  constantInt,
  type DtypeClass,
  type TensorValue,
  tuple,
  UNKNOWN,
  type Value,
} from '../domain/value';
import { combine } from './elementwise';
import { argument, created, derived, normalizeAxis, type OpFamily, tensorArgument } from './model';

const PAIRED = new Set('max min median mode kthvalue cummax cummin sort topk nanmedian'.split(' '));
const TO_BOOL = new Set(['any', 'all']);
const TO_INT = new Set(['argmax', 'argmin', 'count_nonzero']);

/** The axes left after reducing over some; null where that is not known. */
function reducedAxes(
  value: TensorValue,
  dims: readonly number[] | 'all',
  keep: boolean,
): Axis[] | 'outside' | null {
  if (dims === 'all') {
    if (!keep) return [];
    return value.axes ? value.axes.map(item => axis(1, item.role)) : null;
  }
  if (value.axes === null) return null;
  const places = dims.map(dim => normalizeAxis(dim, Math.max(value.axes!.length, 1)));
  if (places.includes(null)) return 'outside';
  if (keep) return value.axes.map((item, i) => (places.includes(i) ? axis(1, item.role) : item));
  return value.axes.filter((_, i) => !places.includes(i));
}

function dimsOf(call: OpCall, index: number): readonly number[] | 'all' | null {
  const value = argument(call, index, 'dim', 'axis');
  if (value === undefined || value.kind === 'none') return 'all';
  const single = constantInt(value);
  if (single !== null) return [single];
  const items = call.items(value)?.map(constantInt);
  if (!items || items.includes(null)) return null;
  // torch reduces over everything when given an empty tuple.
  return items.length === 0 ? null : (items as number[]);
}

function reduceModel(call: OpCall): OpOutcome {
  const value = tensorArgument(call);
  if (!value || call.args.isOpen) return UNKNOWN;
  const other = argument(call, 1, 'other');
  if (/^(max|min)$/.test(call.name) && other?.kind === 'tensor')
    return combine(call, call.name, value, other);
  const dimIndex =
    call.name === 'quantile' || call.name === 'nanquantile' || call.name === 'norm' ? 2 : 1;
  const dims = dimsOf(call, dimIndex);
  const keepIndex = call.library === 'numpy' ? 99 : dimIndex + 1;
  const kept = argument(call, keepIndex, 'keepdim', 'keepdims');
  const keep = kept === undefined ? false : kept.kind === 'bool' ? kept.value : null;
  const isPair = call.library === 'torch' && PAIRED.has(call.name) && dims !== 'all';
  if (dims === null || keep === null)
    return isPair ? tuple([derived(call, value, null), UNKNOWN]) : derived(call, value, null);
  const axes = reducedAxes(value, dims, keep);
  if (axes === 'outside') return raises();
  const result = derived(call, value, axes, { dtype: reducedDtype(call, value) });
  if (!isPair) return result;
  return tuple([
    { ...result, dtype: value.dtype },
    { ...result, dtype: 'int' },
  ]);
}

function reducedDtype(call: OpCall, value: TensorValue): DtypeClass | null {
  if (TO_BOOL.has(call.name))
    return value.dtype === 'uint8' || value.dtype === null ? null : 'bool';
  if (TO_INT.has(call.name)) return 'int';
  if (argument(call, 99, 'dtype')) return null;
  return /^(max|min|amax|amin|median)$/.test(call.name) || value.dtype === 'float'
    ? value.dtype
    : null;
}

const NAMES =
  'sum mean prod nansum nanmean std var any all max min amax amin median nanmedian mode argmax argmin logsumexp count_nonzero'.split(
    ' ',
  );

/** The named axes, or all, go, or stay with length 1 under `keepdim`; raises for one that is not there. */
export const reductionOps: OpFamily = {
  title: 'reductions with dim and keepdim',
  functions: [...NAMES.map(name => `torch.${name}`), ...NAMES.map(name => `numpy.${name}`)],
  methods: NAMES,
  arrayMethods: 'sum mean prod std var any all max min argmax argmin'.split(' '),
  model: call => {
    const hasNumber = /^(std|var)$/.test(call.name) && argument(call, 1)?.kind === 'bool';
    return hasNumber ? UNKNOWN : reduceModel(call);
  },
};

/** `norm(p, dim)` and `quantile(q, dim)`: a vector of quantiles adds a first axis. */
function quantileModel(call: OpCall): OpOutcome {
  const q = argument(call, 1, 'q', 'p');
  const value = tensorArgument(call);
  if (!value) return UNKNOWN;
  if (call.name === 'norm' || q?.kind === 'float' || q?.kind === 'int') {
    return call.library === 'numpy' ? UNKNOWN : reduceModel(call);
  }
  return created(call, null);
}

/** A reduction for one norm or quantile; any shape for several. */
export const quantileOps: OpFamily = {
  title: 'norm and quantile',
  functions: ['torch.norm', 'torch.quantile', 'torch.nanquantile'],
  methods: ['norm', 'quantile', 'nanquantile'],
  model: quantileModel,
};

/** Pairs of values and indices of the input's own shape. */
function sortModel(call: OpCall): OpOutcome {
  const value = tensorArgument(call);
  if (!value) return UNKNOWN;
  const own = derived(call, value, value.axes, {
    dtype: value.dtype,
    range: value.range,
    step: value.step,
  });
  if (call.library === 'numpy') return own;
  if (call.name === 'argsort') return { ...own, dtype: 'int', range: null };
  if (call.name === 'topk') {
    const axes = value.axes?.map(() => ANY_AXIS) ?? null;
    const top: Value = { ...own, axes };
    return tuple([top, { ...own, axes, dtype: 'int', range: null }]);
  }
  return tuple([own, { ...own, dtype: 'int', range: null }]);
}

/** Values and indices of the shape given; sizes unknown for `topk`. */
export const sortOps: OpFamily = {
  title: 'sort, argsort and topk',
  functions: ['torch.sort', 'torch.argsort', 'torch.topk'],
  methods: ['sort', 'argsort', 'topk'],
  model: sortModel,
};

/** `nonzero` is a table of places, one row each; `unique` a plain list of values. */
export const placeOps: OpFamily = {
  title: 'nonzero and unique',
  functions: ['torch.nonzero', 'torch.unique', 'torch.bincount', 'torch.histc'],
  methods: ['nonzero', 'unique'],
  model: call => {
    const value = tensorArgument(call);
    if (call.args.keywords.size > 0 || !value) return UNKNOWN;
    if (call.name !== 'nonzero') return created(call, [ANY_AXIS]);
    const rank = value.axes?.length ?? null;
    return created(call, [ANY_AXIS, axis(rank)], { dtype: 'int' });
  },
};
