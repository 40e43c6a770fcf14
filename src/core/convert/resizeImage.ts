import { imageContract } from '../contracts/image';
import { mark } from '../l10n';
import type { OneConversion } from './conversion';
import { IMAGE } from './docsExamples';
import { imageLike, imageTensor } from './imageItems';
import type { ResizeMethod } from './resample';
import { interpolateCall, METHOD_OPTION, resizePlane, sideOption } from './resize';
import { resizeLines } from './resizeSnippet';

/** An IMAGE at another width and height. */
export const resizeImage: OneConversion = {
  id: 'resizeImage',
  title: mark('Resize Image'),
  summary: 'Resizes an IMAGE as ComfyUI does; values are not clamped.',
  from: mark('IMAGE [B,H,W,C]'),
  to: mark('IMAGE'),
  how: 'maths',
  takes: 'one',
  group: 'shape',
  suffix: 'resized',
  madeFor: imageContract.kind,
  options: [sideOption('width', true), sideOption('height', true), METHOD_OPTION],
  applies: imageLike,
  run: (input, options, context) => {
    const { name, shape } = input.tensor;
    const [height, width] = [options.number('height'), options.number('width')];
    const method = options.text('method') as ResizeMethod;
    const result = {
      name,
      itemShape: [height, width, shape[3]!],
      kind: imageContract.kind,
    } as const;
    return [
      imageTensor(input, context, result, (ops, item) =>
        resizePlane(ops, item, height, width, method),
      ),
    ];
  },
  example: { tensors: [IMAGE], options: { width: '384', height: '256', method: 'area' } },
  torchSnippet: (name, options) => {
    const [height, width] = [options.text('height'), options.text('width')];
    const planes = `${name}.movedim(-1, 1).float()`;
    return `${name} = ${interpolateCall(planes, height, width, options.text('method'))}.movedim(1, -1)`;
  },
  numpySnippet: (name, options) =>
    resizeLines(
      name,
      options.text('height'),
      options.text('width'),
      options.text('method') as ResizeMethod,
      [1, 2],
    ),
};
