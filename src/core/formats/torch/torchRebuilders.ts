import { t } from '../../l10n';
import { plainText } from '../pickle/text';
import { asKind, type PickleCall, type PickleValue } from '../pickle/value';
import { compactStrides, countElements, parseCounts, parseGeometry } from './geometry';
import type { Part, Rebuilder } from './parts';
import { BrokenTensor, type Reason, UnusableTensor } from './storages';
import { layoutWithoutValues, META, stridedLayout } from './strided';
import { globalDtype } from './torchDtypeNames';

const strided: Rebuilder = (call, storages) => {
  const layout = stridedLayout(call, storages);
  return [{ kind: 'tensor', layout, ...(isMeta(call) && { hidden: META }) }];
};

function isMeta(call: PickleCall): boolean {
  const id = asKind(call.args[0], 'persistent')?.id;
  return asKind(id, 'tuple')?.items[3] === 'meta';
}

/** The stored integers; what they stand for is (value - zero point) * scale. */
const quantized: Rebuilder = (call, storages) => {
  const [scheme, scale, zeroPoint, axis] = asKind(call.args[4], 'tuple')?.items ?? [];
  const parts: Part[] = [{ kind: 'tensor', layout: stridedLayout(call, storages) }];
  const texts = [scheme, plainNumber(scale), plainNumber(zeroPoint), axis].map(plainText);
  const [name = t('unknown scheme'), scaleText, zeroText, axisText] = texts;
  const words = [
    t`quantized: ${name}`,
    scaleText && t`scale ${scaleText}`,
    zeroText && t`zero point ${zeroText}`,
    axisText && t`axis ${axisText}`,
  ];
  parts.push({ kind: 'note', text: words.filter(word => word !== undefined).join(', ') });
  if (asKind(scale, 'call')) parts.push({ kind: 'value', key: 'scales', value: scale! });
  if (asKind(zeroPoint, 'call'))
    parts.push({ kind: 'value', key: 'zero_points', value: zeroPoint! });
  return parts;
};

function plainNumber(value: PickleValue | undefined): PickleValue | undefined {
  return asKind(value, 'call') ? undefined : value;
}

const WRAPPER: Reason = tensor =>
  t`${tensor} is of a subclass that keeps its values in parts of its own, listed below it`;

const meta: Rebuilder = call => {
  const [type, size, stride] = call.args;
  const dtype = globalDtype(type);
  if (!dtype)
    throw new UnusableTensor(
      tensor => t`${tensor} on the meta device has a dtype that is not known here`,
    );
  const layout = layoutWithoutValues(parseGeometry(0, size, stride), dtype, META);
  return [{ kind: 'tensor', layout, hidden: META }];
};

/** `(class, dtype, size, strides, offset, layout, device, requires_grad)`; its parts lie in the state. */
const wrapper: Rebuilder = call => {
  const dtype = globalDtype(call.args[1]);
  if (!dtype) return [];
  const shape = parseCounts(call.args[2]);
  const geometry = { shape, strides: compactStrides(shape), elementCount: countElements(shape) };
  return [
    { kind: 'tensor', layout: layoutWithoutValues(geometry, dtype, WRAPPER), hidden: WRAPPER },
  ];
};

/** `(buffer, sizes, strides, offsets)`: rows of different lengths in one buffer. */
const nested: Rebuilder = call =>
  ['buffer', 'sizes', 'strides', 'offsets'].flatMap((key, i): Part[] =>
    call.args[i] === undefined ? [] : [{ kind: 'value', key, value: call.args[i]! }],
  );

const firstArgument: Rebuilder = call => arguments_(call, 0);

const firstAndState: Rebuilder = call => arguments_(call, 0, 3);

/** `(function, type, args, state)`: the same as `function(*args)`, then attributes. */
const fromType: Rebuilder = call => {
  const [callable, , args, state] = call.args;
  const target = asKind(callable, 'global');
  const list = asKind(args, 'tuple');
  if (!target || !list)
    throw new BrokenTensor(tensor => t`${tensor} of a subclass does not say how it is made`);
  const inner: PickleCall = { kind: 'call', callable: target, args: list.items };
  const parts: Part[] = [{ kind: 'value', value: inner }];
  if (state !== undefined) parts.push({ kind: 'value', value: state });
  return parts;
};

function arguments_(call: PickleCall, ...indices: number[]): Part[] {
  return indices.flatMap((index): Part[] => {
    const value = call.args[index];
    return value === undefined ? [] : [{ kind: 'value', value }];
  });
}

/** Calls by `module name`. Source: torch/_utils.py, torch/_tensor.py of 2.13. */
export const TORCH_REBUILDERS: ReadonlyMap<string, Rebuilder> = new Map([
  ['torch._utils _rebuild_tensor', strided],
  ['torch._utils _rebuild_tensor_v2', strided],
  ['torch._utils _rebuild_tensor_v3', strided],
  ['torch._utils _rebuild_qtensor', quantized],
  ['torch._utils _rebuild_meta_tensor_no_storage', meta],
  ['torch._utils _rebuild_wrapper_subclass', wrapper],
  ['torch._utils _rebuild_nested_tensor', nested],
  ['torch._utils _rebuild_parameter', firstArgument],
  ['torch._utils _rebuild_parameter_with_state', firstAndState],
  ['torch._utils _rebuild_device_tensor_from_numpy', firstArgument],
  ['torch._utils _rebuild_xla_tensor', firstArgument],
  ['torch._utils _rebuild_device_tensor_from_cpu_tensor', firstArgument],
  ['torch._tensor _rebuild_from_type', fromType],
  ['torch._tensor _rebuild_from_type_v2', fromType],
  ['torch.nn.parameter Parameter', firstArgument],
  ['torch.nn.parameter Buffer', firstArgument],
]);
