import { TensorFileError } from '../core/errors';
import { t } from '../core/l10n';
import { type AxisRange, elementCount } from '../core/tensor/slice';
import type { Tensor } from '../core/tensor/tensor';

/**
 * Ranges as they come from a webview, checked: one per axis, inside the tensor, not too many values.
 * @throws TensorFileError naming the axis.
 */
export function checkRanges(
  tensor: Tensor,
  ranges: readonly AxisRange[],
  mostValues = Number.POSITIVE_INFINITY,
): readonly AxisRange[] {
  if (!Array.isArray(ranges) || ranges.length !== tensor.shape.length) {
    throw new TensorFileError(t`A slice of "${tensor.name}" needs ${tensor.shape.length} ranges`);
  }
  for (const [axis, { start, count, step }] of ranges.entries()) {
    const whole = [start, count, step].every(number => Number.isSafeInteger(number) && number >= 0);
    const size = tensor.shape[axis]!;
    const inside = count === 0 || start + (count - 1) * step < size;
    if (!whole || step < 1 || !inside) {
      throw new TensorFileError(
        t`Axis ${axis} of the slice leaves "${tensor.name}", whose size there is ${size}`,
      );
    }
  }
  const count = elementCount(ranges.map(range => range.count));
  if (count > mostValues) {
    throw new TensorFileError(
      t`${count} values were asked for, at most ${mostValues} are given at once`,
    );
  }
  return ranges;
}
