import { TensorFileError } from '../errors';
import { t } from '../l10n';
import type { DType, NumberArray } from './dtype';
import type { Tensor } from './tensor';

/** @throws TensorFileError when the elements of `tensor` are not numbers. */
export function checkNumeric({ dtype, name }: Pick<Tensor, 'dtype' | 'name'>): void {
  if (dtype.kind !== 'other' && dtype.decodable) return;
  throw new TensorFileError(
    t`Tensor "${name}" holds ${dtype.name} elements, which are not numbers: they can be listed, not measured or drawn.`,
    { tensor: name },
  );
}

/**
 * One real number per element: complex elements by magnitude, all others as `DType.toNumbers` gives them.
 * @param bytes compact and little endian
 */
export function realNumbers(dtype: DType, bytes: Uint8Array, count: number): NumberArray {
  const numbers = dtype.toNumbers(bytes, count);
  return dtype.kind === 'complex' ? magnitudes(numbers, count) : numbers;
}

function magnitudes(pairs: NumberArray, count: number): Float64Array {
  const result = new Float64Array(count);
  for (let i = 0; i < count; i++) result[i] = Math.hypot(pairs[2 * i]!, pairs[2 * i + 1]!);
  return result;
}
