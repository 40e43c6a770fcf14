import { type LocalText, t } from '../l10n';
import type { AxisLetters, Contract, TensorHeader } from './contract';
import { emptyAxes, type Reading, shapeText, unknownLayout } from './reading';
import { isFloatDtype, isListOfTokens, looksLikeKernels, MIN_SIDE } from './shapes';

export type ImageFault = 'empty' | 'batch-missing' | 'channel-first' | 'channel-count' | 'rank';

/** Channel counts that core nodes give and take: gray, RGB, RGBA. */
export const IMAGE_CHANNELS: ReadonlySet<number> = new Set([1, 3, 4]);

/** More bytes pictures than this are a data set on its way elsewhere. */
const MAX_BYTE_BATCH = 256;

/** What ComfyUI calls an IMAGE. */
export const imageContract: Contract<'IMAGE'> = {
  kind: 'IMAGE',
  layout: '[B,H,W,C]',
  summary: 'A batch of pictures, channel last, float32, 0 to 1; 3 channels, or 4 with alpha.',
  words: { strong: 'image images img imgs', weak: 'pixels picture pictures photo frame frames' },
  mayBeNamed: (shape, isFloat) => !isListOfTokens(shape) && (shape.length !== 1 || isFloat),
  fitsShape: tensor => isPictureLast(tensor.shape) && isPixels(tensor),
  read: readImage,
  drawn: drawnImage,
  view: 'image',
  port: 'BHWC',
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
