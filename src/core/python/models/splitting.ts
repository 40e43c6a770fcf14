import type { OpCall } from '../domain/operation';
import { type OpOutcome, raises } from '../domain/outcome';
import type { Size } from '../domain/size';
import {
  axis,
  constantInt,
  cutAxis,
  sequence,
  type TensorValue,
  tuple,
  UNKNOWN,
  type Value,
} from '../domain/value';
import { argument, normalizeAxis, type OpFamily, tensorArgument, withAxes } from './model';

interface Cut {
  readonly value: TensorValue;
  readonly at: number;
}

/** The tensor and the axis that an operation cuts; null where either is not known. */
function cutOf(call: OpCall, dimIndex: number): Cut | 'outside' | null {
  const value = tensorArgument(call, 0, 'input', 'tensor', 'ary');
  const given = argument(call, dimIndex, 'dim', 'axis');
  const dim = given === undefined ? 0 : constantInt(given);
  if (!value?.axes || dim === null) return null;
  const at = normalizeAxis(dim, value.axes.length);
  return at === null ? 'outside' : { value, at };
}

function resized(call: OpCall, { value, at }: Cut, size: Size): TensorValue {
  return withAxes(
    call,
    value,
    value.axes!.map((item, i) => (i === at ? cutAxis(size, item.role) : item)),
  );
}

function chunkModel(call: OpCall): OpOutcome {
  const cut = cutOf(call, 2);
  if (cut === 'outside') return raises();
  if (cut === null)
    return tensorArgument(call) ? sequence({ ...tensorArgument(call)!, axes: null }) : UNKNOWN;
  const total = cut.value.axes![cut.at]!.size;
  const count = constantInt(
    argument(call, 1, 'chunks', 'split_size', 'split_size_or_sections', 'indices_or_sections'),
  );
  if (typeof total !== 'number' || count === null || count < 1)
    return sequence(resized(call, cut, null));
  const step = call.name === 'chunk' ? Math.ceil(total / count) : count;
  const isPlainSplit = /^(chunk|split)$/.test(call.name) && call.library === 'torch';
  if (!isPlainSplit || step < 1 || total / step > 64) return sequence(resized(call, cut, null));
  const parts: Value[] = [];
  for (let done = 0; done < total; done += step) {
    parts.push(resized(call, cut, Math.min(step, total - done)));
  }
  return tuple(parts);
}

function splitModel(call: OpCall): OpOutcome {
  const sizes = call.items(argument(call, 1, 'split_size', 'split_size_or_sections'));
  const cut = cutOf(call, 2);
  if (!sizes || call.library === 'numpy') return chunkModel(call);
  if (cut === 'outside') return raises();
  if (cut === null) return tuple(sizes.map(() => ({ ...tensorArgument(call)!, axes: null })));
  return tuple(sizes.map(size => resized(call, cut, size.kind === 'int' ? size.size : null)));
}

/** Parts along one axis; how many, where its length is known. */
export const splitOps: OpFamily = {
  title: 'chunk and split',
  functions: [
    'torch.chunk',
    'torch.split',
    'torch.tensor_split',
    'numpy.split',
    'numpy.array_split',
  ],
  methods: ['chunk', 'split', 'tensor_split'],
  model: call => (tensorArgument(call, 0, 'input', 'tensor', 'ary') ? splitModel(call) : UNKNOWN),
};

function unbindModel(call: OpCall): OpOutcome {
  const cut = cutOf(call, 1);
  if (cut === 'outside') return raises();
  if (cut === null) return UNKNOWN;
  const item = withAxes(
    call,
    cut.value,
    cut.value.axes!.filter((_, i) => i !== cut.at),
  );
  const count = cut.value.axes![cut.at]!.size;
  return typeof count === 'number' && count <= 64
    ? tuple(Array.from({ length: count }, () => item))
    : sequence(item);
}

/** One item for each place of an axis, without that axis. */
export const unbindOps: OpFamily = {
  title: 'unbind',
  functions: ['torch.unbind'],
  methods: ['unbind'],
  model: unbindModel,
};

function narrowModel(call: OpCall): OpOutcome {
  const cut = cutOf(call, 1);
  if (cut === 'outside') return raises();
  if (cut === null) return UNKNOWN;
  const length = argument(call, 3, 'length');
  return resized(call, cut, length?.kind === 'int' ? length.size : null);
}

/** One axis as long as asked. */
export const narrowOps: OpFamily = {
  title: 'narrow',
  functions: ['torch.narrow'],
  methods: ['narrow'],
  model: narrowModel,
};

function selectModel(call: OpCall): OpOutcome {
  const cut = cutOf(call, 1);
  if (cut === 'outside') return raises();
  if (cut === null) return UNKNOWN;
  return withAxes(
    call,
    cut.value,
    cut.value.axes!.filter((_, i) => i !== cut.at),
  );
}

/** One axis goes; raises for one that is not there. */
export const selectOps: OpFamily = {
  title: 'select',
  functions: ['torch.select'],
  methods: ['select'],
  model: selectModel,
};

function indexSelectModel(call: OpCall): OpOutcome {
  const cut = cutOf(call, call.library === 'numpy' ? 2 : 1);
  if (cut === 'outside') return raises();
  const index = argument(call, call.library === 'numpy' ? 1 : 2, 'index', 'indices');
  if (cut === null || call.library === 'numpy') return UNKNOWN;
  const size = index?.kind === 'tensor' && index.axes?.length === 1 ? index.axes[0]!.size : null;
  return { ...resized(call, cut, size), aliasOf: null };
}

/** One axis as long as the index. */
export const indexSelectOps: OpFamily = {
  title: 'index_select',
  functions: ['torch.index_select'],
  methods: ['index_select'],
  model: indexSelectModel,
};

/** `x.unfold(dim, size, step)`: windows along one axis, their content on a new last one. */
function unfoldModel(call: OpCall): OpOutcome {
  const own = tensorArgument(call);
  // A number alone counts as one window of itself.
  if (own?.axes?.length === 0) return withAxes(call, own, [axis(1)]);
  const cut = cutOf(call, 1);
  if (cut === 'outside') return raises();
  if (cut === null) return UNKNOWN;
  const { value, at } = cut;
  const [size, step] = [argument(call, 2, 'size'), argument(call, 3, 'step')].map(constantInt);
  const total = value.axes![at]!.size;
  if (typeof total === 'number' && size != null && size > total) return raises();
  const count =
    typeof total === 'number' && size != null && step != null && step > 0
      ? Math.floor((total - size) / step) + 1
      : null;
  const axes = value.axes!.map((item, i) => (i === at ? axis(count, item.role) : item));
  return withAxes(call, value, [...axes, axis(size ?? null)]);
}

/** Windows along one axis, with a new last axis as long as a window. */
export const unfoldOps: OpFamily = {
  title: 'unfold of a tensor',
  methods: ['unfold'],
  model: unfoldModel,
};

function gatherModel(call: OpCall): OpOutcome {
  const value = tensorArgument(call);
  const index = tensorArgument(call, 2, 'index');
  if (!value || !index) return UNKNOWN;
  return { ...withAxes(call, value, index.axes), aliasOf: null };
}

/** The shape of the index. */
export const gatherOps: OpFamily = {
  title: 'gather',
  functions: ['torch.gather'],
  methods: ['gather'],
  model: gatherModel,
};
