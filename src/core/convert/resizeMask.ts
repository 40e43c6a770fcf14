import { imageContract } from '../contracts/image';
import { maskContract } from '../contracts/mask';
import { mark, t } from '../l10n';
import { nameOf, refuse } from './checks';
import type { ConversionContext, ConversionInput, OneConversion } from './conversion';
import { IMAGE } from './docsExamples';
import { sizeOfImage } from './fixOptions';
import { maskTensor } from './maskItems';
import { planeMask } from './maskShape';
import type { OptionValues } from './options';
import { findTensor, ofKind } from './partners';
import type { ResizeMethod } from './resample';
import { interpolateCall, METHOD_OPTION, resizePlane, sideOption } from './resize';
import { resizeLines } from './resizeSnippet';

/** A MASK at another size, or at that of the IMAGE it belongs to. */
export const resizeMask: OneConversion = {
  id: 'resizeMask',
  title: mark('Resize Mask'),
  summary: 'Resizes a MASK to a width and height, or to the IMAGE it belongs to.',
  from: mark('MASK'),
  to: mark('MASK'),
  how: 'maths',
  takes: 'one',
  group: 'mask',
  suffix: 'resized',
  madeFor: maskContract.kind,
  safeFix: 'size',
  options: [
    sideOption('width', false),
    sideOption('height', false),
    { name: 'image', title: mark('IMAGE whose size to take'), type: 'tensor' },
    METHOD_OPTION,
  ],
  fixOptions: sizeOfImage,
  applies: planeMask,
  run: (input, options, context) => {
    const size = targetSize(input, options, context);
    const method = options.text('method') as ResizeMethod;
    return [
      maskTensor(input, context, size, [
        (ops, plane) => resizePlane(ops, plane, size.height, size.width, method),
      ]),
    ];
  },
  example: { tensors: [['mask', maskContract.kind, 'F32', [1, 64, 64]], IMAGE] },
  torchSnippet: (name, options) => {
    const [height, width] = sides(options);
    const planes = `${name}.reshape(-1, 1, *${name}.shape[-2:]).float()`;
    return `${name} = ${interpolateCall(planes, height, width, options.text('method'))}.squeeze(1)`;
  },
  numpySnippet: (name, options) => {
    const [height, width] = sides(options);
    return resizeLines(name, height, width, options.text('method') as ResizeMethod, [-2, -1]);
  },
};

function sides(options: OptionValues): [string, string] {
  return [
    String(options.optionalNumber('height') ?? 'image.shape[1]'),
    String(options.optionalNumber('width') ?? 'image.shape[2]'),
  ];
}

function targetSize(input: ConversionInput, options: OptionValues, context: ConversionContext) {
  const width = options.optionalNumber('width');
  const height = options.optionalNumber('height');
  if (width !== undefined && height !== undefined) return { width, height };
  const image = partnerImage(input, options, context);
  const [imageHeight, imageWidth] = image.tensor.shape.slice(-3, -1) as [number, number];
  return { width: width ?? imageWidth, height: height ?? imageHeight };
}

function partnerImage(
  input: ConversionInput,
  options: OptionValues,
  context: ConversionContext,
): ConversionInput {
  if (options.text('image') !== '') {
    const image = findTensor(context, options.text('image'));
    return image.tensor.shape.length >= 3
      ? image
      : refuse(image, t`${nameOf(image)} is no IMAGE [B,H,W,C] to take a size from`);
  }
  const images = ofKind(
    context.all.filter(other => other !== input),
    imageContract.kind,
  );
  const beside = images.find(image => image.file === input.file) ?? images[0];
  return (
    beside ??
    refuse(input, t`${nameOf(input)} has no IMAGE beside it: give width and height, or an IMAGE`)
  );
}
