import type { OpCall } from '../domain/operation';
import type { OpOutcome } from '../domain/outcome';
import {
  type Axis,
  axis,
  BANDS,
  type PilValue,
  type TensorValue,
  tensor,
  UNKNOWN,
  type Value,
} from '../domain/value';
import { dtypeOfValue } from './dtypeClasses';
import { argument, created, type OpFamily, someTensor, tensorArgument } from './model';
import { CHANNELS } from './pil';
import { overVariants, type Parts, rankVariants } from './rankVariants';

const PLANES = new Set(['L', '1', 'P', 'I', 'F', 'I;16']);

const BYTES = new Set(['bands', 'L', 'RGB', 'RGBA', 'LA', 'P', 'CMYK', 'YCbCr', 'HSV', 'LAB']);

/** `np.array(picture)`: `[H,W]` or `[H,W,C]` by the mode. */
function arrayOfPicture(call: OpCall, picture: PilValue): TensorValue {
  const plane: Axis[] = [axis(picture.height, 'H'), axis(picture.width, 'W')];
  const { mode } = picture;
  const bytes = mode === null || BYTES.has(mode);
  const parts: Partial<TensorValue> = {
    library: 'numpy',
    dtype: mode !== null && BYTES.has(mode) ? 'uint8' : null,
    range: bytes && mode !== 'P' && mode !== null ? [0, 255] : null,
  };
  if (mode !== null && PLANES.has(mode))
    return created({ ...call, library: 'numpy' }, plane, parts);
  const channels = mode === null ? undefined : mode === BANDS ? null : CHANNELS[mode];
  if (channels === undefined) return tensor({ ...parts, range: null });
  return created({ ...call, library: 'numpy' }, [...plane, axis(channels, 'C')], parts);
}

/** The axes of nested literal lists; null where their depth is not certain. */
function nestedAxes(call: OpCall, value: Value): Axis[] | null {
  if (/^(int|float|bool)$/.test(value.kind)) return [];
  const items = call.items(value);
  if (!items || items.length === 0) return items ? [axis(0)] : null;
  if (items.some(item => item.kind === 'tensor' || item.kind === 'pil')) return null;
  const inner = items.map(item => nestedAxes(call, item));
  if (inner.includes(null) || inner.some(axes => axes!.length !== inner[0]!.length)) return null;
  return [axis(items.length), ...inner[0]!];
}

function arrayModel(call: OpCall): OpOutcome {
  const value = argument(call, 0, 'object', 'data', 'a');
  const given =
    call.args.keywords.get('dtype') ??
    (call.library === 'numpy' ? call.args.positional[1] : undefined);
  const dtype = dtypeOfValue(given);
  if (value === undefined) return UNKNOWN;
  if (value.kind === 'pil' && call.library === 'numpy') {
    const array = arrayOfPicture(call, value);
    return given ? { ...array, dtype } : array;
  }
  if (value.kind === 'tensor') {
    const copy: TensorValue = {
      ...value,
      library: call.library,
      aliasOf: null,
      onInputDevice: call.library === 'torch' && value.onInputDevice,
    };
    return given ? { ...copy, dtype } : copy;
  }
  const axes = nestedAxes(call, value);
  if (axes) return created(call, axes, { dtype });
  const parts = { exact: call.items(value), any: call.element(value) };
  if (rankVariants(parts).every(isArrays)) {
    return overVariants(parts, ({ exact, any }) =>
      stackedArrays(call, (exact ?? [any]) as TensorValue[], exact?.length ?? null),
    );
  }
  if (call.library === 'numpy')
    return value.kind === 'unknown' ? tensor({ library: 'numpy' }) : UNKNOWN;
  return someTensor(call);
}

const isArrays = ({ exact, any }: Parts): boolean =>
  (exact ?? [any]).every(item => item?.kind === 'tensor') && exact?.length !== 0;

/** `np.array([a, b])` of equal arrays stacks them. */
function stackedArrays(
  call: OpCall,
  items: readonly TensorValue[],
  count: number | null,
): OpOutcome {
  const first = items[0]!;
  if (call.library === 'torch' || items.some(item => item.axes?.length !== first.axes?.length))
    return someTensor(call);
  if (first.axes === null) return someTensor(call);
  const sizes = first.axes.map(item => (items.length === 1 ? item : axis(null, item.role)));
  return created(call, [axis(count, 'B'), ...sizes], { dtype: first.dtype, range: first.range });
}

/** From lists, pictures and arrays; the shape of nested literals, `[H,W]` or `[H,W,C]` of a picture. */
export const arrayOps: OpFamily = {
  title: 'tensor, as_tensor, array, asarray',
  functions: ['torch.tensor', 'torch.as_tensor', 'torch.asarray', 'numpy.array', 'numpy.asarray'],
  model: arrayModel,
};

function fromNumpyModel(call: OpCall): OpOutcome {
  const value = tensorArgument(call, 0, 'ndarray');
  return value
    ? { ...value, library: 'torch', aliasOf: null }
    : someTensor({ ...call, library: 'torch' });
}

/** The same axes as a torch tensor. */
export const fromNumpyOps: OpFamily = {
  title: 'from_numpy',
  functions: ['torch.from_numpy'],
  model: fromNumpyModel,
};
