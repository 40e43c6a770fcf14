import { TensorFileError } from '../errors';
import { t } from '../l10n';
import { type AxisRange, elementCount } from '../tensor/slice';
import type { Tensor } from '../tensor/tensor';

type Layout = Partial<Pick<Tensor, 'name' | 'shape' | 'strides' | 'byteOffset'>>;

/** The same bytes under another name or layout. */
function withLayout(tensor: Tensor, layout: Layout): Tensor {
  const view = { ...tensor, ...layout };
  const bits = elementCount(view.shape) * tensor.dtype.bits;
  return { ...view, byteLength: Math.ceil(bits / 8) };
}

/** Axis `i` of the result is axis `axes[i]` of the tensor. */
export function permute(tensor: Tensor, axes: readonly number[]): Tensor {
  return withLayout(tensor, {
    shape: axes.map(axis => tensor.shape[axis]!),
    strides: axes.map(axis => tensor.strides[axis]!),
  });
}

/** A new axis of size 1 before `axis`. */
export function unsqueeze(tensor: Tensor, axis: number): Tensor {
  return withLayout(tensor, {
    shape: tensor.shape.toSpliced(axis, 0, 1),
    strides: tensor.strides.toSpliced(axis, 0, elementCount(tensor.shape)),
  });
}

/** Without `axis`, whose size must be 1. */
export function squeeze(tensor: Tensor, axis: number): Tensor {
  return withLayout(tensor, {
    shape: tensor.shape.toSpliced(axis, 1),
    strides: tensor.strides.toSpliced(axis, 1),
  });
}

/** `count` items along axis 0, `step` apart; `step` is never 0 or negative. */
export function takeItems(tensor: Tensor, start: number, count: number, step = 1): Tensor {
  const stride = tensor.strides[0]!;
  const startBits = start * stride * tensor.dtype.bits;
  if (startBits % 8 !== 0)
    throw new TensorFileError(
      t`"${tensor.name}" is ${tensor.dtype.name}, and item ${start} starts inside a byte: convert it to F32 first`,
      { tensor: tensor.name },
    );
  return withLayout(tensor, {
    shape: [count, ...tensor.shape.slice(1)],
    strides: [stride * step, ...tensor.strides.slice(1)],
    byteOffset: tensor.byteOffset + startBits / 8,
  });
}

/** A box of the tensor; axes that an integer picked are left out. */
export function sliced(tensor: Tensor, ranges: readonly AxisRange[]): Tensor {
  const kept = ranges.flatMap((range, axis) => (range.dropped ? [] : [axis]));
  const first = ranges.reduce((sum, range, axis) => sum + range.start * tensor.strides[axis]!, 0);
  const startBits = first * tensor.dtype.bits;
  if (startBits % 8 !== 0)
    throw new TensorFileError(
      t`"${tensor.name}" is ${tensor.dtype.name}, and the slice starts inside a byte: convert it to F32 first`,
      { tensor: tensor.name },
    );
  return withLayout(tensor, {
    shape: kept.map(axis => ranges[axis]!.count),
    strides: kept.map(axis => tensor.strides[axis]! * ranges[axis]!.step),
    byteOffset: tensor.byteOffset + startBits / 8,
  });
}

/** The same tensor under another name. */
export function renamed(tensor: Tensor, name: string): Tensor {
  return { ...tensor, name };
}
