import { imageContract } from '../../contracts/image';
import { latentContract } from '../../contracts/latent';
import { t } from '../../l10n';
import type { OpCall } from '../domain/operation';
import { noteStep, type OpOutcome } from '../domain/outcome';
import { portTensor } from '../domain/ports';
import {
  type Axis,
  type AxisRole,
  axis,
  type TensorValue,
  tensor,
  UNKNOWN,
  type Value,
} from '../domain/value';
import {
  argument,
  derived,
  type OpFamily,
  someTensor,
  sourceText,
  stepFor,
  tensorArgument,
} from './model';
import { isChannelLast } from './spatial';

const BISLERP: Value = { kind: 'string', value: 'bislerp' };

/** `common_upscale(samples, width, height, method, crop)`: channel first in, channel first out. */
function upscaleModel(call: OpCall): OpOutcome {
  const value = tensorArgument(call, 0, 'samples');
  if (!value) return call.args.isOpen ? UNKNOWN : someTensor(call);
  const [width, height] = [argument(call, 1, 'width'), argument(call, 2, 'height')];
  if (value.axes === null) return derived(call, value, null);
  const sized = (given: Value | undefined, old: Axis): Axis =>
    axis(given?.kind === 'int' ? given.size : null, old.role);
  if (isChannelLast(value) && !(height?.kind === 'int' && height.role === 'W')) {
    return { kind: 'flaw', fault: { kind: 'resizedChannelLast', call, value }, value: UNKNOWN };
  }
  const rank = value.axes.length;
  const axes = value.axes.map((item, i) =>
    i === rank - 1 ? sized(width, item) : i === rank - 2 ? sized(height, item) : item,
  );
  const method = call.name === 'bislerp' ? BISLERP : argument(call, 3, 'upscale_method');
  const isPlain = method?.kind === 'string' && method.value !== null && method.value !== 'lanczos';
  const keepsRange = isPlain && /^(nearest-exact|bilinear|area)$/.test(method.value ?? '');
  const result = derived(call, value, axes, {
    dtype: value.dtype,
    range: keepsRange ? value.range : null,
  });
  // lanczos drops a channel axis of one.
  if (isPlain || rank !== 4 || axes[1]!.size !== 1) return result;
  return {
    kind: 'union',
    items: [result, { ...result, axes: axes.filter((_, i) => i !== 1), port: null }],
  };
}

/** The last two axes become the height and width given; a fault for channels last; lanczos may drop a channel axis of 1. */
export const upscaleOps: OpFamily = {
  title: 'comfy.utils.common_upscale',
  functions: ['comfy.utils.common_upscale', 'comfy.utils.bislerp', 'comfy.utils.lanczos'],
  model: upscaleModel,
};

function repeatBatchModel(call: OpCall): OpOutcome {
  const value = tensorArgument(call, 0, 'tensor');
  const count = argument(call, 1, 'batch_size');
  if (!value?.axes || value.axes.length === 0)
    return value ? derived(call, value, null) : someTensor(call);
  const hasDim = argument(call, 2, 'dim') !== undefined;
  const first = axis(count?.kind === 'int' ? count.size : null, value.axes[0]!.role);
  const axes = hasDim
    ? value.axes.map(item => axis(null, item.role))
    : [first, ...value.axes.slice(1)];
  return derived(call, value, axes, { dtype: value.dtype, range: value.range });
}

/** The first axis becomes the batch asked for; the others stay. */
export const repeatBatchOps: OpFamily = {
  title: 'comfy.utils.repeat_to_batch_size',
  functions: ['comfy.utils.repeat_to_batch_size'],
  model: repeatBatchModel,
};

/** Methods of a VAE input. */
export function vaeMethod(call: OpCall): OpOutcome {
  const unnamed = (role: AxisRole): Axis => axis(null, role);
  if (/^encode(_tiled)?$/.test(call.name)) {
    return portTensor(latentContract.kind, unnamed, axes => ({
      step: stepFor(call, axes, null),
    }));
  }
  if (!/^decode(_tiled)?$/.test(call.name)) return UNKNOWN;
  const step = noteStep(call.at, () => t`${sourceText(call)} gives an image`, null);
  const [b, frames, h, w, c] = (['B', 'T', 'H', 'W', 'C'] as const).map(unnamed) as [
    Axis,
    Axis,
    Axis,
    Axis,
    Axis,
  ];
  const image = (axes: readonly Axis[]): TensorValue =>
    tensor({ axes, port: imageContract.kind, dtype: 'float', step });
  return { kind: 'union', items: [image([b, h, w, c]), image([b, frames, h, w, c])] };
}
