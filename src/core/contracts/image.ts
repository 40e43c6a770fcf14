import { type LocalText, mark, t } from '../l10n';
import type { AxisLetters, Contract, TensorHeader } from './contract';
import { emptyAxes, type Reading, shapeText, unknownLayout } from './reading';
import { isFloatDtype, isListOfTokens, looksLikeKernels, MIN_SIDE } from './shapes';

export type ImageFault = 'empty' | 'batch-missing' | 'channel-first' | 'channel-count' | 'rank';

/** Channel counts that core nodes give and take: gray, RGB, RGBA. */
export const IMAGE_CHANNELS: ReadonlySet<number> = new Set([1, 3, 4]);

/** More bytes pictures than this are a data set on its way elsewhere. */
const MAX_BYTE_BATCH = 256;

/** What ComfyUI calls an IMAGE. */
export const imageContract: Contract<'IMAGE', ImageFault> = {
  kind: 'IMAGE',
  named: mark('an IMAGE'),
  layout: '[B,H,W,C]',
  heading: 'IMAGE `[B,H,W,C]`, float32, 0 to 1',
  summary: 'A batch of pictures, channel last, float32, 0 to 1; 3 channels, or 4 with alpha.',
  range: [0, 1],
  words: { strong: 'image images img imgs', weak: 'pixels picture pictures photo frame frames' },
  mayBeNamed: (shape, isFloat) => !isListOfTokens(shape) && (shape.length !== 1 || isFloat),
  fitsShape: tensor => isPictureLast(tensor.shape) && isPixels(tensor),
  read: readImage,
  channelsAt: shape => {
    const [early, late] = [shape.at(-3)!, shape.at(-1)!].map(size => IMAGE_CHANNELS.has(size));
    if (early === late) return null;
    return early ? 'first' : 'last';
  },
  drawn: drawnImage,
  view: 'image',
  port: { v3: 'Image', axes: ['BHWC'] },
  rules: {
    empty: {
      severity: 'error',
      title: 'IMAGE is empty',
      description: 'A size of the IMAGE is 0: there is no picture in it.',
      message: mark(
        '{0} is an empty IMAGE: {1} has a size of 0, but every size must be at least 1.',
      ),
      expected: mark('every size at least 1'),
      why: mark(
        'An empty slice or an empty loop made it; the next node that reads a pixel raises.',
      ),
    },
    batchMissing: {
      severity: 'error',
      title: 'IMAGE lacks its batch axis',
      description:
        'An IMAGE of shape [H,W,C]: the batch axis was dropped, by image[0] or squeeze().',
      message: mark(
        '{0} is [H,W,C] {1} without a batch axis, but an IMAGE is [B,H,W,C], here [1, {2}].',
      ),
      why: mark(
        'SaveImage takes the first axis as the batch and writes one strip per row; nodes that unpack four sizes fail.',
      ),
    },
    rank: {
      severity: 'error',
      title: 'IMAGE has the wrong rank',
      description:
        'An IMAGE has four axes, [B,H,W,C]; this shape has another number and no simpler cause.',
      message: mark(
        '{0} has {1}, but an IMAGE is [B,H,W,C]: nodes that unpack its four sizes fail.',
      ),
      expected: mark('rank 4, [B,H,W,C]'),
      why: mark(
        'Nodes unpack four sizes and SaveImage hands each item of the batch to PIL as one picture.',
      ),
      torch: (name, { length }) => {
        if (length === 5) return `${name} = ${name}.flatten(0, 1)`;
        return length === 3 ? `${name} = ${name}.unsqueeze(-1).expand(-1, -1, -1, 3)` : null;
      },
    },
    notFinite: {
      severity: 'error',
      title: 'IMAGE holds NaN or Inf',
      description: 'An IMAGE holds NaN or infinite values: NaN saves as black, Inf as white.',
      message: mark('{0} holds {1}, but an IMAGE must be finite: NaN saves as black.'),
      expected: mark('finite values'),
      why: mark(
        'NaN becomes 0 on save ("invalid value encountered in cast") and spreads through every blur and resize.',
      ),
    },
    range255: {
      severity: 'error',
      title: 'IMAGE has values of 0 to 255',
      description:
        'Values of an IMAGE reach far above 1, as 0..255 data does; SaveImage writes white.',
      message: mark(
        '{0} has values from {1}, as 0..{2} data has, but an IMAGE runs from 0 to 1: it saves as white.',
      ),
      expected: mark('values from 0 to 1'),
      why: mark('SaveImage multiplies by 255 and clips, so that all but black becomes white.'),
    },
  },
};

function isPictureLast(shape: readonly number[]): boolean {
  if (shape.length !== 4 || looksLikeKernels(shape)) return false;
  return (shape[3] === 3 || shape[3] === 4) && shape[1]! >= MIN_SIDE && shape[2]! >= MIN_SIDE;
}

/** Floats, or bytes that are pictures on their way to ComfyUI. */
function isPixels({ dtype, shape }: TensorHeader): boolean {
  return isFloatDtype(dtype) || (dtype === 'U8' && shape[0]! <= MAX_BYTE_BATCH);
}

const DRAWN: Readonly<Record<number, string>> = { 4: 'BHWC', 3: 'HWC', 2: 'HW' };

/** Where the order cannot be told, the contract's own is the one that ComfyUI reads. */
function drawnImage(shape: readonly number[]): AxisLetters | null {
  const { fault, layout, ambiguity } = readImage(shape);
  if (fault === 'channel-first' && !ambiguity) return { letters: layout, misplaced: 'C' };
  const letters = DRAWN[shape.length];
  return letters === undefined ? null : { letters, misplaced: '' };
}

/** Reads a shape as an IMAGE; exactly one fault explains a wrong one. */
export function readImage(shape: readonly number[]): Reading<ImageFault> {
  const wrong = emptyAxes(shape);
  if (wrong.length > 0)
    return {
      layout: shape.length === 4 ? 'BHWC' : unknownLayout(shape),
      shape,
      fault: 'empty',
      wrong,
    };
  if (shape.length === 4) return readBatch(shape);
  if (shape.length === 3) return readSingle(shape);
  return { layout: unknownLayout(shape), shape, fault: 'rank', wrong: [] };
}

function readBatch(shape: readonly number[]): Reading<ImageFault> {
  const early = IMAGE_CHANNELS.has(shape[1]!);
  const late = IMAGE_CHANNELS.has(shape[3]!);
  if (early && !late) return { layout: 'BCHW', shape, fault: 'channel-first', wrong: [1] };
  if (!late) return { layout: 'BHWC', shape, fault: 'channel-count', wrong: [3] };
  if (early && !prefersLast(shape[1]!, shape[3]!))
    return { layout: 'BHWC', shape, fault: null, wrong: [], ambiguity: orderUnknown(shape) };
  return { layout: 'BHWC', shape, fault: null, wrong: [] };
}

function readSingle(shape: readonly number[]): Reading<ImageFault> {
  const early = IMAGE_CHANNELS.has(shape[0]!);
  const late = IMAGE_CHANNELS.has(shape[2]!);
  if (late && (!early || prefersLast(shape[0]!, shape[2]!)))
    return { layout: 'HWC', shape, fault: 'batch-missing', wrong: [] };
  if (early) {
    const base = { layout: 'CHW', shape, fault: 'channel-first', wrong: [0] } as const;
    return late ? { ...base, ambiguity: orderUnknown(shape) } : base;
  }
  return { layout: unknownLayout(shape), shape, fault: 'rank', wrong: [] };
}

/** Three channels last is what IMAGE means; only another 3 in front makes it doubtful. */
function prefersLast(early: number, late: number): boolean {
  return late === 3 && early !== 3;
}

function orderUnknown(shape: readonly number[]): LocalText {
  return t`${shapeText(shape)}: channel order cannot be told`;
}
