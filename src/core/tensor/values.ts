import { TensorFileError } from '../errors';
import { t } from '../l10n';
import { readBox } from './read';
import { type AxisRange, elementCount, sliceShape } from './slice';
import type { Tensor } from './tensor';

/** One element as text; complex as [re, im]. */
export type ValueText = string | readonly [string, string];

/** The elements of a box as text, flat in C order. */
interface TextValues {
  readonly shape: readonly number[];
  readonly values: readonly ValueText[];
}

/**
 * The exact values of a box as text (see DType.toText), at most `first` of them.
 * @throws TensorFileError when the type cannot be decoded or the bytes are not there.
 */
export async function readValues(
  tensor: Tensor,
  ranges: readonly AxisRange[],
  first = Infinity,
  signal?: AbortSignal,
): Promise<TextValues> {
  if (!tensor.dtype.decodable) {
    throw new TensorFileError(
      t`Tensor "${tensor.name}" is ${tensor.dtype.name}, whose values cannot be decoded`,
      { tensor: tensor.name },
      { rule: 'file/unknown-dtype' },
    );
  }
  const count = elementCount(ranges.map(range => range.count));
  const bytes = await readBox(tensor, limitRanges(ranges, first), signal);
  const values: ValueText[] = [];
  for (let i = 0; i < Math.min(count, first); i++) values.push(tensor.dtype.toText(bytes, i));
  return { shape: sliceShape(ranges), values };
}

/** The smallest box in C order that holds the first elements, so that no more is read than is shown. */
function limitRanges(ranges: readonly AxisRange[], first: number): AxisRange[] {
  const limited = [...ranges];
  for (let axis = 0; axis < ranges.length; axis++) {
    const inner = elementCount(ranges.slice(axis + 1).map(range => range.count));
    const needed = inner > 0 ? Math.ceil(first / inner) : Infinity;
    const count = Math.min(ranges[axis]!.count, Math.max(0, needed));
    limited[axis] = { ...ranges[axis]!, count };
    if (count > 1) break;
  }
  return limited;
}
