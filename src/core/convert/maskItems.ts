import { t } from '../l10n';
import type { Tensor } from '../tensor/tensor';
import { nameOf, refuse } from './checks';
import type { ConversionContext, ConversionInput } from './conversion';
import { itemFloats, itemTensor } from './itemwise';
import { maskSize } from './maskShape';
import type { MathsOps, MathsTensor } from './maths';
import { unsqueeze } from './views';

/** What a mask is computed to: the shape of one plane's result. */
interface PlaneResult {
  readonly height: number;
  readonly width: number;
}

type PlaneProgram = (ops: MathsOps, plane: MathsTensor) => MathsTensor;

/**
 * An F32 tensor made plane by plane; each program takes and gives `[1,h,w]`, one after the other, so
 * that long work can be called off in between. The axes before rows and columns stay as they are.
 * `check` sees the values of each item first.
 */
export function maskTensor(
  input: ConversionInput,
  context: ConversionContext,
  result: PlaneResult,
  programs: readonly PlaneProgram[],
  check: (values: Float32Array) => void = () => {},
): Tensor {
  const { tensor } = input;
  const { height, width } = maskSize(tensor.shape);
  const batch = tensor.shape.length === 2 ? unsqueeze(tensor, 0) : tensor;
  const planes = batch.shape.slice(1, -2).reduce((a, b) => a * b, 1);
  const shape = [...tensor.shape.slice(0, -2), result.height, result.width];
  const item = async (index: number, signal?: AbortSignal) => {
    const values = await itemFloats(batch, index, signal);
    check(values);
    const maths = await context.maths();
    const parts: Float32Array<ArrayBuffer>[] = [];
    for (let plane = 0; plane < planes; plane++) {
      let part = values.subarray(plane * height * width, (plane + 1) * height * width);
      let partShape = [1, height, width];
      for (const program of programs) {
        signal?.throwIfAborted();
        part = await maths.compute([{ values: part, shape: partShape }], program);
        partShape = [1, result.height, result.width];
      }
      parts.push(part as Float32Array<ArrayBuffer>);
    }
    return parts.length === 1 ? parts[0]! : joined(parts);
  };
  return itemTensor(tensor.name, shape, item, batch.shape[0]!);
}

function joined(parts: readonly Float32Array[]): Float32Array<ArrayBuffer> {
  const result = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    result.set(part, at);
    at += part.length;
  }
  return result;
}

/** @throws TensorFileError when a value is NaN. */
export function demandNoNaN(input: ConversionInput, values: Float32Array): void {
  const at = values.findIndex(Number.isNaN);
  if (at >= 0)
    refuse(
      input,
      t`${nameOf(input)} holds NaN, which would spread: replace non-finite values first`,
    );
}
