import type { OpCall } from '../domain/operation';
import { type OpOutcome, raises } from '../domain/outcome';
import type { Size } from '../domain/size';
import { axis, constantInt, cutAxis, UNKNOWN } from '../domain/value';
import { argument, derived, type OpFamily, someTensor, tensorArgument } from './model';
import { hasEmptyAxis } from './spatial';

/** One number or a pair: the number for a spatial axis, or null. */
function perAxis(
  call: OpCall,
  index: number,
  name: string,
  at: number,
  fallback: number,
): number | null {
  const value = argument(call, index, name);
  if (value === undefined || value.kind === 'none') return fallback;
  const items = call.items(value);
  return items ? constantInt(items.length === 1 ? items[0] : items[at]) : constantInt(value);
}

function convolvedSize(
  size: Size,
  kernel: number | null,
  stride: number | null,
  pad: number | null,
  dilation: number | null,
): Size {
  if (
    typeof size !== 'number' ||
    kernel === null ||
    stride === null ||
    pad === null ||
    dilation === null
  ) {
    const keeps =
      kernel !== null &&
      stride === 1 &&
      pad !== null &&
      dilation !== null &&
      2 * pad === dilation * (kernel - 1);
    return keeps ? size : null;
  }
  return Math.floor((size + 2 * pad - dilation * (kernel - 1) - 1) / stride) + 1;
}

function convModel(call: OpCall): OpOutcome {
  const value = tensorArgument(call);
  const weight = tensorArgument(call, 1, 'weight');
  const spatial = Number(call.name.at(-2));
  if (!value?.axes) return someTensor(call);
  const rank = value.axes.length;
  if (rank !== spatial + 2 && rank !== spatial + 1) return raises();
  if (hasEmptyAxis(value)) return someTensor(call);
  const isBatched = rank === spatial + 2;
  const isSame = argument(call, 4, 'padding')?.kind === 'string';
  const axes = value.axes.map((item, i) => {
    const place = i - (isBatched ? 2 : 1);
    if (place === -1)
      return weight?.axes ? axis(weight.axes[0]!.size, item.role) : axis(null, item.role);
    if (place < -1) return item;
    const kernel = weight?.axes?.[2 + place]?.size ?? null;
    const size = convolvedSize(
      item.size,
      typeof kernel === 'number' ? kernel : null,
      perAxis(call, 3, 'stride', place, 1),
      isSame ? null : perAxis(call, 4, 'padding', place, 0),
      perAxis(call, 5, 'dilation', place, 1),
    );
    return isSame ? axis(null, item.role) : cutAxis(size, item.role);
  });
  return derived(call, value, axes, { dtype: value.dtype });
}

/** Channels from the weight, spatial axes by stride, padding and dilation; raises for another rank. */
export const convOps: OpFamily = {
  title: 'convolution',
  functions: [
    'torch.nn.functional.conv1d',
    'torch.nn.functional.conv2d',
    'torch.nn.functional.conv3d',
    'torch.conv2d',
  ],
  model: convModel,
};

function poolModel(call: OpCall): OpOutcome {
  const value = tensorArgument(call);
  const spatial = Number(call.name.at(-2));
  if (!value?.axes) return call.args.keywords.has('return_indices') ? UNKNOWN : someTensor(call);
  if (call.args.keywords.has('return_indices')) return UNKNOWN;
  const rank = value.axes.length;
  // Some versions of torch pool any rank over the last axes.
  if (rank !== spatial + 2 && rank !== spatial + 1) return someTensor(call);
  const isAdaptive = call.name.startsWith('adaptive');
  const axes = value.axes.map((item, i) => {
    const place = i - (rank - spatial);
    if (place < 0) return item;
    if (isAdaptive)
      return cutAxis(perAxis(call, 1, 'output_size', place, Number.NaN) || null, item.role);
    const kernel = perAxis(call, 1, 'kernel_size', place, 1);
    const stride = perAxis(call, 2, 'stride', place, kernel ?? 1);
    const hasCeil = argument(call, call.name.startsWith('max') ? 5 : 4, 'ceil_mode') !== undefined;
    const dilation = call.name.startsWith('max') ? perAxis(call, 4, 'dilation', place, 1) : 1;
    const size = convolvedSize(
      item.size,
      kernel,
      stride,
      perAxis(call, 3, 'padding', place, 0),
      dilation,
    );
    return cutAxis(hasCeil ? null : size, item.role);
  });
  return derived(call, value, axes, { dtype: value.dtype, range: value.range });
}

/** Spatial axes by kernel, stride and padding; the others stay. */
export const poolOps: OpFamily = {
  title: 'pooling',
  functions: ['1d', '2d', '3d'].flatMap(n =>
    ['max_pool', 'avg_pool', 'adaptive_avg_pool', 'adaptive_max_pool'].map(
      name => `torch.nn.functional.${name}${n}`,
    ),
  ),
  model: poolModel,
};
