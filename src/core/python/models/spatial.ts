import type { OpCall } from '../domain/operation';
import { type OpOutcome, raises } from '../domain/outcome';
import { addSizes, multiplySizes, type Size } from '../domain/size';
import {
  ANY_AXIS,
  type Axis,
  axis,
  constantInt,
  constantNumber,
  cutAxis,
  type TensorValue,
  UNKNOWN,
  type Value,
} from '../domain/value';
import {
  argument,
  created,
  derived,
  listArgument,
  type OpFamily,
  someTensor,
  tensorArgument,
} from './model';

/** Whether the last two axes are W and C: a resize there spoils the picture. */
export function isChannelLast(value: TensorValue): boolean {
  const axes = value.axes;
  if (axes?.length !== 4) return false;
  return (
    axes[1]!.role === 'H' && axes[2]!.role === 'W' && axes[3]!.role !== 'W' && axes[3]!.role !== 'H'
  );
}

const NEEDS_FOUR = new Set(['bilinear', 'bicubic']);

function interpolateModel(call: OpCall): OpOutcome {
  const value = tensorArgument(call);
  if (!value) return call.args.isOpen ? UNKNOWN : someTensor(call);
  const size = argument(call, 1, 'size');
  const sizes = call.items(size);
  const factor = argument(call, 2, 'scale_factor');
  const mode = argument(call, 3, 'mode');
  if (value.axes === null) return derived(call, value, null);
  const rank = value.axes.length;
  const wantsTwo = sizes?.length === 2 || call.items(factor)?.length === 2;
  const isPlanar = mode?.kind === 'string' && mode.value !== null && NEEDS_FOUR.has(mode.value);
  if ((wantsTwo || isPlanar) && rank !== 4) return raises({ kind: 'resizedRank', call, value });
  if (rank < 3 || rank > 5) return raises();
  if (isChannelLast(value) && !keepsChannels(value, sizes)) {
    return { kind: 'flaw', fault: { kind: 'resizedChannelLast', call, value }, value: UNKNOWN };
  }
  return derived(call, value, resizedAxes(call, value.axes, size, sizes, factor), {
    dtype: value.dtype,
    range: /bicubic/.test(mode?.kind === 'string' ? (mode.value ?? 'bicubic') : '')
      ? null
      : value.range,
  });
}

/** `size=(w, c)` on purpose: the channel count comes back unchanged. */
function keepsChannels(value: TensorValue, sizes: readonly Value[] | null): boolean {
  const last = sizes?.at(-1);
  return last?.kind === 'int' && (last.role === 'C' || last.size === value.axes![3]!.size);
}

function resizedAxes(
  call: OpCall,
  axes: readonly Axis[],
  size: Value | undefined,
  sizes: readonly Value[] | null,
  factor: Value | undefined,
): Axis[] {
  const spatial = axes.length - 2;
  const factors = call.items(factor);
  return axes.map((item, i) => {
    if (i < 2) return item;
    const wanted = sizes?.[i - 2] ?? size;
    if (wanted?.kind === 'int' && sizes?.length !== undefined && sizes.length !== spatial)
      return ANY_AXIS;
    if (wanted?.kind === 'int') return axis(wanted.size, item.role);
    return axis(scaled(item.size, factors?.[i - 2] ?? factor), item.role);
  });
}

function scaled(size: Size, factor: Value | undefined): Size {
  const by = constantNumber(factor);
  if (by === null) return null;
  if (typeof size === 'number') return Math.floor(size * by);
  return Number.isInteger(by) ? multiplySizes(size, by) : null;
}

/** `[B,C,..]`: the axes behind the first two by size or scale; a fault for another rank, or channels last. */
export const interpolateOps: OpFamily = {
  title: 'interpolate and upsample',
  functions: ['torch.nn.functional.interpolate', 'torch.nn.functional.upsample'],
  model: interpolateModel,
};

/** `F.pad` counts pairs from the last axis; numpy pads every axis from the first. */
function padModel(call: OpCall): OpOutcome {
  const value = tensorArgument(call);
  if (!value) return call.library === 'torch' && !call.args.isOpen ? someTensor(call) : UNKNOWN;
  const pads = call.items(argument(call, 1, 'pad', 'pad_width'));
  const parts = { dtype: value.dtype, range: value.range };
  if (value.axes === null) return derived(call, value, null, parts);
  if (call.library === 'numpy')
    return derived(call, value, numpyPadded(call, value.axes, pads), parts);
  if (pads === null)
    return derived(
      call,
      value,
      value.axes.map(item => axis(null, item.role)),
      parts,
    );
  if (pads.length % 2 === 1 || pads.length > 2 * value.axes.length) return raises();
  const axes = value.axes.map((item, i) => {
    const pair = value.axes!.length - 1 - i;
    const [before, after] = [pads[2 * pair], pads[2 * pair + 1]];
    return before === undefined ? item : axis(padded(item.size, before, after), item.role);
  });
  return derived(call, value, axes, parts);
}

function padded(size: Size, ...pads: (Value | undefined)[]): Size {
  return pads.reduce<Size>(
    (sum, pad) => (pad?.kind === 'int' ? addSizes(sum, pad.size) : null),
    size,
  );
}

function numpyPadded(call: OpCall, axes: readonly Axis[], pads: readonly Value[] | null): Axis[] {
  if (pads?.length !== axes.length) return axes.map(item => axis(null, item.role));
  return axes.map((item, i) => {
    const pair = call.items(pads[i]);
    return axis(pair?.length === 2 ? padded(item.size, pair[0], pair[1]) : null, item.role);
  });
}

/** Axes grow by their pairs, in torch from the last; raises for more pairs than axes. */
export const padOps: OpFamily = {
  title: 'pad',
  functions: ['torch.nn.functional.pad', 'numpy.pad'],
  model: padModel,
};

function gridSampleModel(call: OpCall): OpOutcome {
  const value = tensorArgument(call);
  const grid = tensorArgument(call, 1, 'grid');
  if (!value?.axes || !grid?.axes) return someTensor(call);
  if (value.axes.length !== grid.axes.length || value.axes.length < 4) return raises();
  const axes = value.axes.map((item, i) =>
    i < 2 ? item : axis(grid.axes![i - 1]!.size, item.role),
  );
  return derived(call, value, axes);
}

/** `[B,C]` of the input with the height and width of the grid. */
export const gridSampleOps: OpFamily = {
  title: 'grid_sample',
  functions: ['torch.nn.functional.grid_sample'],
  model: gridSampleModel,
};

function affineGridModel(call: OpCall): OpOutcome {
  const size = listArgument(call, 1, 'size');
  if (size?.length !== 4) return someTensor(call);
  const pick = (i: number): Axis =>
    size[i]?.kind === 'int' ? axis((size[i] as { size: Size }).size) : ANY_AXIS;
  return created(call, [pick(0), pick(2), pick(3), axis(2)]);
}

/** `[B,H,W,2]` of the size given. */
export const affineGridOps: OpFamily = {
  title: 'affine_grid',
  functions: ['torch.nn.functional.affine_grid'],
  model: affineGridModel,
};

/** Versions of torch differ on tensors without elements. */
export const hasEmptyAxis = (value: TensorValue): boolean =>
  value.axes!.some(item => item.size === 0);

/** `pixel_shuffle(r)` trades channels for size; `pixel_unshuffle` the reverse. */
function shuffleModel(call: OpCall): OpOutcome {
  const value = tensorArgument(call);
  const by = constantInt(argument(call, 1, 'upscale_factor', 'downscale_factor'));
  if (!value?.axes || by === null) return someTensor(call);
  if (hasEmptyAxis(value)) return someTensor(call);
  const grows = call.name === 'pixel_shuffle';
  const rank = value.axes.length;
  if (rank < 3) return raises();
  const axes = value.axes.map((item, i) => {
    if (i < rank - 3) return item;
    const factor = i === rank - 3 ? (grows ? 1 / by ** 2 : by ** 2) : grows ? by : 1 / by;
    const size =
      typeof item.size === 'number'
        ? item.size * factor
        : factor >= 1
          ? multiplySizes(item.size, factor)
          : null;
    return cutAxis(size, item.role);
  });
  if (axes.some(item => typeof item.size === 'number' && !Number.isInteger(item.size)))
    return raises();
  return derived(call, value, axes);
}

/** Channels by the factor squared, height and width by the factor; raises below three axes. */
export const shuffleOps: OpFamily = {
  title: 'pixel_shuffle',
  functions: ['torch.nn.functional.pixel_shuffle', 'torch.nn.functional.pixel_unshuffle'],
  model: shuffleModel,
};

/** `rot90` swaps two axes on odd turns. */
function rotateModel(call: OpCall): OpOutcome {
  const value = tensorArgument(call);
  if (!value) return UNKNOWN;
  const turns = argument(call, 1, 'k') ?? { kind: 'int' as const, size: 1, role: null };
  const planes = call.items(argument(call, 2, 'dims', 'axes'))?.map(constantInt) ?? [0, 1];
  const k = constantInt(turns);
  if (!value.axes || planes.includes(null)) return derived(call, value, null);
  const rank = value.axes.length;
  const [a, b] = planes.map(at => (at! < 0 ? at! + rank : at!));
  if (a === undefined || b === undefined || !value.axes[a] || !value.axes[b]) return raises();
  if (k === null) {
    return derived(
      call,
      value,
      value.axes.map((item, i) => (i === a || i === b ? ANY_AXIS : item)),
    );
  }
  const axes = [...value.axes];
  if (k % 2 !== 0)
    [axes[a], axes[b]] = [axis(axes[b]!.size, axes[a]!.role), axis(axes[a]!.size, axes[b]!.role)];
  return derived(call, value, axes, { dtype: value.dtype, range: value.range });
}

/** Two axes swap on odd turns; raises for one that is not there. */
export const rotateOps: OpFamily = {
  title: 'rot90',
  functions: ['torch.rot90', 'numpy.rot90'],
  methods: ['rot90'],
  model: rotateModel,
};
