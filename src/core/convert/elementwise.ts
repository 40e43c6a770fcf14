import { DTYPES } from '../tensor/dtypes';
import type { Tensor } from '../tensor/tensor';
import { bytesOf } from '../tensor/typedViews';
import type { ConversionContext } from './conversion';
import { mappedTensor } from './lazy';
import type { MathsOps, MathsTensor } from './maths';

/** Elements as float32, as torch's `.float()` gives them: in their own scale. */
export function toFloats(
  tensor: Pick<Tensor, 'dtype'>,
  bytes: Uint8Array,
  count: number,
): Float32Array {
  const numbers = tensor.dtype.toNumbers(bytes, count);
  return numbers instanceof Float32Array ? numbers : Float32Array.from(numbers);
}

/** A tensor whose every element is a function of the element in its place; the result is F32. */
export function elementwise(
  tensor: Tensor,
  context: ConversionContext,
  program: (ops: MathsOps, x: MathsTensor) => MathsTensor,
): Tensor {
  return mappedTensor(tensor, DTYPES.F32, async (bytes, count) => {
    const values = toFloats(tensor, bytes, count);
    const maths = await context.maths();
    return bytesOf(await maths.compute([{ values, shape: [count] }], program));
  });
}
