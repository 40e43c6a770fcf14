import { imageContract } from '../contracts/image';
import { mark, t } from '../l10n';
import { nameOf, refuse, shapeText } from './checks';
import type { ConversionContext, ConversionInput, SeveralConversion } from './conversion';
import { IMAGE, MASK } from './docsExamples';
import { demandImage, missing, repeated } from './imageItems';
import { itemFloats, itemTensor } from './itemwise';
import { imagePartner, maskPartner } from './joinAlpha';
import { partnerPlanes } from './maskShape';
import type { MathsOps, MathsTensor } from './maths';
import type { OptionValues } from './options';
import { findTensor, ofKind } from './partners';
import { resizePlane } from './resize';

/** mask * source + (1 - mask) * destination; channels as the destination has them, missing alpha 1. */
export const compositeMasked: SeveralConversion = {
  id: 'compositeMasked',
  title: mark('Composite by Mask'),
  summary:
    'Lays one IMAGE over another where a MASK is 1: mask * source + (1 - mask) * destination.',
  from: mark('two IMAGEs and MASK'),
  to: mark('IMAGE'),
  how: 'maths',
  takes: 'several',
  group: 'mask',
  suffix: 'composite',
  madeFor: imageContract.kind,
  options: [
    { name: 'destination', title: mark('IMAGE below'), type: 'tensor' },
    { name: 'source', title: mark('IMAGE above'), type: 'tensor' },
    { name: 'mask', title: mark('MASK'), type: 'tensor' },
  ],
  applies: () => null,
  uses: partners,
  run: (inputs, options, context) => {
    const [destination, source, maskInput] = partners(inputs, options, context);
    demandSameSize(source, destination);
    const mask = partnerPlanes(maskInput);
    const { tensor } = destination;
    const [, height, width, channels] = tensor.shape as [number, number, number, number];
    const sourceChannels = source.tensor.shape[3]!;
    const stream = itemTensor('image', tensor.shape, async (index, signal) => {
      const below = await itemFloats(tensor, index, signal);
      const above = await itemFloats(source.tensor, repeated(source.tensor, index), signal);
      const plane = await itemFloats(mask, repeated(mask, index), signal);
      const maths = await context.maths();
      return maths.compute(
        [
          { values: below, shape: [1, height, width, channels] },
          { values: above, shape: [1, height, width, sourceChannels] },
          { values: plane, shape: [1, ...mask.shape.slice(1)] },
        ],
        (ops, d, s, m) => {
          const resized = resizePlane(ops, m!, height, width, 'bilinear');
          const share = ops.reshape(resized, [1, height, width, 1]);
          const over = ops.multiply(withChannels(ops, s!, channels), share);
          return ops.add(over, ops.multiply(d!, ops.subtract(1, share)));
        },
      );
    });
    return [{ ...stream, kind: imageContract.kind }];
  },
  example: { tensors: [IMAGE, ['source', imageContract.kind, 'F32', [1, 512, 768, 3]], MASK] },
  torchSnippet: name => `image = mask[..., None] * source + (1.0 - mask[..., None]) * ${name}`,
  numpySnippet: name => `image = mask[..., None] * source + (1.0 - mask[..., None]) * ${name}`,
};

function partners(
  inputs: readonly ConversionInput[],
  options: OptionValues,
  context: ConversionContext,
): [ConversionInput, ConversionInput, ConversionInput] {
  const destination = imagePartner(inputs, options.text('destination'), context);
  const source = sourcePartner(inputs, destination, options, context);
  return [destination, source, maskPartner(inputs, destination, options, context)];
}

function sourcePartner(
  inputs: readonly ConversionInput[],
  destination: ConversionInput,
  options: OptionValues,
  context: ConversionContext,
): ConversionInput {
  const reference = options.text('source');
  const others = inputs.filter(input => input !== destination);
  const source =
    reference === '' ? ofKind(others, imageContract.kind, 4)[0] : findTensor(context, reference);
  if (!source) return missing(t('second IMAGE'), inputs);
  demandImage(source);
  return source;
}

function demandSameSize(source: ConversionInput, destination: ConversionInput): void {
  const [a, b] = [source, destination].map(input => input.tensor.shape.slice(1, 3).join('x'));
  if (a !== b)
    refuse(
      source,
      t`${nameOf(source)} ${shapeText(source.tensor.shape)} and ${nameOf(destination)} ${shapeText(destination.tensor.shape)} differ in size: resize one first`,
    );
}

/** As many channels as the destination has: more are dropped, missing ones are 1. */
function withChannels(ops: MathsOps, image: MathsTensor, channels: number): MathsTensor {
  const [, height, width, own] = image.shape as [number, number, number, number];
  if (own === channels) return image;
  if (own > channels)
    return ops.gather(
      image,
      Int32Array.from({ length: channels }, (_, i) => i),
      3,
    );
  const count = channels - own;
  const ones = new Float32Array(height * width * count).fill(1);
  return ops.concat([image, ops.constant(ones, [1, height, width, count])], 3);
}
