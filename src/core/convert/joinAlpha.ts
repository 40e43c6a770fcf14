import { imageContract } from '../contracts/image';
import { maskContract } from '../contracts/mask';
import { mark, verbatim } from '../l10n';
import type { ConversionContext, ConversionInput, SeveralConversion } from './conversion';
import { IMAGE, MASK } from './docsExamples';
import { demandImage, missing, repeated } from './imageItems';
import { itemFloats, itemTensor } from './itemwise';
import { partnerPlanes } from './maskShape';
import type { OptionValues } from './options';
import { findTensor, ofKind } from './partners';
import { resizePlane } from './resize';

/** RGB of an IMAGE with alpha = 1 - MASK, the MASK resized bilinear; the shorter batch repeats. */
export const joinAlpha: SeveralConversion = {
  id: 'joinAlpha',
  title: mark('Join Mask as Alpha'),
  summary: 'Puts a MASK into an IMAGE as alpha = 1 - mask, resized to the IMAGE.',
  from: mark('IMAGE [B,H,W,C] and MASK'),
  to: mark('IMAGE [B,H,W,4]'),
  how: 'maths',
  takes: 'several',
  group: 'mask',
  suffix: 'with-alpha',
  madeFor: imageContract.kind,
  options: [
    { name: 'image', title: mark('IMAGE'), type: 'tensor' },
    { name: 'mask', title: mark('MASK'), type: 'tensor' },
  ],
  applies: () => null,
  uses: partners,
  run: (inputs, options, context) => {
    const [image, mask] = partners(inputs, options, context);
    const planes = partnerPlanes(mask);
    const { tensor } = image;
    const [batch, height, width, channels] = tensor.shape as [number, number, number, number];
    const [maskBatch, maskHeight, maskWidth] = planes.shape as [number, number, number];
    const colors = Int32Array.from(channels === 1 ? [0, 0, 0] : [0, 1, 2]);
    const shape = [Math.max(batch, maskBatch), height, width, 4];
    const stream = itemTensor('image', shape, async (index, signal) => {
      const pixels = await itemFloats(tensor, repeated(tensor, index), signal);
      const plane = await itemFloats(planes, repeated(planes, index), signal);
      const maths = await context.maths();
      const item = { values: pixels, shape: [1, height, width, channels] };
      const maskItem = { values: plane, shape: [1, maskHeight, maskWidth] };
      return maths.compute([item, maskItem], (ops, rgb, m) => {
        const alpha = ops.subtract(1, resizePlane(ops, m!, height, width, 'bilinear'));
        return ops.concat(
          [ops.gather(rgb!, colors, 3), ops.reshape(alpha, [1, height, width, 1])],
          3,
        );
      });
    });
    return [{ ...stream, kind: imageContract.kind }];
  },
  example: { tensors: [IMAGE, MASK] },
  torchSnippet: name =>
    [
      `alpha = 1.0 - torch.nn.functional.interpolate(mask.unsqueeze(1), size=${name}.shape[1:3], mode='bilinear').squeeze(1)`,
      `image = torch.cat([${name}[..., :3], alpha.unsqueeze(-1)], dim=-1)`,
    ].join('\n'),
  numpySnippet: name =>
    `image = np.concatenate([${name}[..., :3], np.float32(1) - mask[..., None]], axis=-1).astype(np.float32)`,
};

function partners(
  inputs: readonly ConversionInput[],
  options: OptionValues,
  context: ConversionContext,
): [ConversionInput, ConversionInput] {
  const image = imagePartner(inputs, options.text('image'), context);
  return [image, maskPartner(inputs, image, options, context)];
}

/** The IMAGE named, or the first one given. @throws TensorFileError when there is none. */
export function imagePartner(
  inputs: readonly ConversionInput[],
  reference: string,
  context: ConversionContext,
): ConversionInput {
  const image =
    reference === '' ? ofKind(inputs, imageContract.kind, 4)[0] : findTensor(context, reference);
  if (!image) return missing(verbatim(imageContract.kind), inputs);
  demandImage(image);
  return image;
}

/**
 * The MASK named, or the one that goes with the image: one of a file that has no image of its own before
 * one that a picture brings along, one of the image's size before another.
 */
export function maskPartner(
  inputs: readonly ConversionInput[],
  image: ConversionInput,
  options: OptionValues,
  context: ConversionContext,
): ConversionInput {
  const reference = options.text('mask');
  if (reference !== '') return findTensor(context, reference);
  const withImages = new Set(ofKind(inputs, imageContract.kind).map(input => input.file));
  const score = (mask: ConversionInput) =>
    (withImages.has(mask.file) ? 0 : 4) +
    (mask.file === image.file ? 1 : 0) +
    (mask.tensor.shape.slice(-2).join() === image.tensor.shape.slice(1, 3).join() ? 2 : 0);
  const masks = ofKind(
    inputs.filter(input => input !== image),
    maskContract.kind,
    2,
    3,
  );
  const [best] = [...masks].sort((a, b) => score(b) - score(a));
  return best ?? missing(verbatim(maskContract.kind), inputs);
}
