import { imageContract } from '../contracts/image';
import type { Kind } from '../contracts/index';
import { type LocalText, t } from '../l10n';
import type { Tensor } from '../tensor/tensor';
import {
  axisIs,
  demand,
  firstReason,
  kindIs,
  nameOf,
  notEmpty,
  rankIs,
  realNumbers,
  refuse,
} from './checks';
import type { ConversionContext, ConversionInput, ConvertedTensor } from './conversion';
import { itemFloats, itemTensor } from './itemwise';
import type { MathsOps, MathsTensor } from './maths';

/** Null for an IMAGE `[B,H,W,C]` with C in 1, 3 or 4. */
export const imageLike = firstReason(
  rankIs(4),
  kindIs(imageContract.kind),
  notEmpty,
  realNumbers,
  axisIs(-1, 1, 3, 4),
);

/** @throws TensorFileError when the input is no IMAGE. */
export function demandImage(input: ConversionInput): void {
  demand(input, imageLike);
}

/** A result made item by item of an IMAGE `[B,H,W,C]`; `program` takes `[1,H,W,C]`. */
export function imageTensor(
  input: ConversionInput,
  context: ConversionContext,
  result: { readonly name: string; readonly itemShape: readonly number[]; readonly kind: Kind },
  program: (ops: MathsOps, item: MathsTensor) => MathsTensor,
): ConvertedTensor {
  const { tensor } = input;
  const shape = [tensor.shape[0]!, ...result.itemShape];
  const made = itemTensor(result.name, shape, async (index, signal) => {
    const values = await itemFloats(tensor, index, signal);
    const maths = await context.maths();
    return maths.compute([{ values, shape: [1, ...tensor.shape.slice(1)] }], program);
  });
  return { ...made, kind: result.kind };
}

/** One channel of `[1,H,W,C]` as `[1,H,W,1]`. */
export function pickChannel(ops: MathsOps, item: MathsTensor, channel: number): MathsTensor {
  return ops.gather(item, Int32Array.of(channel), 3);
}

/** Which item of a batch stands for item `index` of a longer one: batches repeat, as ComfyUI's nodes repeat them. */
export function repeated(batch: Tensor, index: number): number {
  return index % batch.shape[0]!;
}

/** The name, or a refusal that says which partner is missing. */
export function missing(what: LocalText, all: readonly ConversionInput[]): never {
  const names = all.map(nameOf).join(', ');
  return refuse(
    null,
    names === ''
      ? t`There is no ${what} among the tensors given: none`
      : t`There is no ${what} among the tensors given: ${names}`,
  );
}
