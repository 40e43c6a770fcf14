import { type LocalText, t } from '../l10n';
import { LATENT_FORMATS, LATENT_WIDTHS } from './latentFormats';
import { emptyAxes, type Reading, shapeText, unknownLayout } from './reading';

export type LatentFault = 'empty' | 'batch-missing' | 'channel-last' | 'channel-count' | 'rank';

/** Channel counts of sequence latents `[B,C,L]`: audio and 3-D shapes. */
export const SEQUENCE_WIDTHS: ReadonlySet<number> = widthsOf(1);
/** Channel counts that a picture or one frame of a video can have. */
const PICTURE_WIDTHS: ReadonlySet<number> = widthsOf(2, 3);
/** Channel counts of each rank: that of a video format in front says nothing of a picture. */
const WIDTHS_OF_RANK = { 4: widthsOf(2), 5: widthsOf(3) } as const;
/** Channel counts by far the commonest; they decide where a shape has two readings. */
const COMMON_WIDTHS: ReadonlySet<number> = new Set([4, 16]);
/** TripoSplat keeps its 8192 tokens before its 16 channels. */
const MIN_TOKENS = 1024;

function widthsOf(...dimensions: number[]): ReadonlySet<number> {
  const formats = LATENT_FORMATS.filter(format => dimensions.includes(format.dimensions));
  return new Set(formats.map(format => format.channels));
}

/** Reads a shape as the `samples` of a LATENT; exactly one fault explains a wrong one. */
export function readLatent(shape: readonly number[]): Reading<LatentFault> {
  const wrong = emptyAxes(shape);
  if (wrong.length > 0) return { layout: plainLayout(shape), shape, fault: 'empty', wrong };
  if (shape.length === 3) return readThree(shape);
  if (shape.length === 4) return readFour(shape);
  if (shape.length === 5) return readFive(shape);
  return { layout: unknownLayout(shape), shape, fault: 'rank', wrong };
}

function plainLayout(shape: readonly number[]): string {
  return { 3: 'BCL', 4: 'BCHW', 5: 'BCTHW' }[shape.length] ?? unknownLayout(shape);
}

function readThree(shape: readonly number[]): Reading<LatentFault> {
  const [first, second, third] = shape as [number, number, number];
  if (isChannelLastPicture(shape))
    return { layout: 'HWC', shape, fault: 'channel-last', wrong: [2] };
  if (second >= MIN_TOKENS && third === 16) return sound('BLC', shape);
  if (PICTURE_WIDTHS.has(first) && !likelySequence(first, second, third)) {
    const base = { layout: 'CHW', shape, fault: 'batch-missing', wrong: [] } as const;
    return SEQUENCE_WIDTHS.has(second) ? { ...base, ambiguity: sequenceOrPicture(shape) } : base;
  }
  if (SEQUENCE_WIDTHS.has(second)) return sound('BCL', shape);
  return { layout: 'BCL', shape, fault: 'channel-count', wrong: [1] };
}

/** `[4,64,64]` is a picture of 4 channels; `[4,64,1024]` is four sounds of 64 channels. */
function likelySequence(first: number, channels: number, length: number): boolean {
  if (!SEQUENCE_WIDTHS.has(channels)) return false;
  if (first < channels && !COMMON_WIDTHS.has(first)) return true;
  return length > 4 * channels;
}

function isChannelLastPicture(shape: readonly number[]): boolean {
  const [height, width, channels] = shape as [number, number, number];
  return (
    COMMON_WIDTHS.has(channels) &&
    !COMMON_WIDTHS.has(height) &&
    height >= 8 &&
    width >= 8 &&
    width < MIN_TOKENS &&
    height <= 4 * width
  );
}

function readFour(shape: readonly number[]): Reading<LatentFault> {
  const [, second, third, last] = shape as [number, number, number, number];
  const late = WIDTHS_OF_RANK[4].has(second)
    ? onlyLastFits(second, third, last)
    : likelyLast(second, third, last);
  if (LATENT_WIDTHS.has(last) && late)
    return { layout: 'BHWC', shape, fault: 'channel-last', wrong: [3] };
  if (!LATENT_WIDTHS.has(second))
    return { layout: 'BCHW', shape, fault: 'channel-count', wrong: [1] };
  return sound('BCHW', shape);
}

/**
 * With no known channel count in front, the reading with the squarer picture is the likelier one:
 * `[2,6,8,4]` is channel last, `[1,5,64,64]` has five channels. Common counts get the benefit.
 */
function likelyLast(first: number, second: number, last: number): boolean {
  const asLast = aspect(first, second);
  const asFirst = aspect(second, last);
  if (COMMON_WIDTHS.has(last)) return asLast <= 2 * asFirst;
  return first >= 8 && asLast <= asFirst;
}

function aspect(height: number, width: number): number {
  return Math.max(height, width) / Math.min(height, width);
}

/**
 * `[1,64,64,4]`: 64 is some format's channel count, yet a latent 64 high and 4 wide is a strip that no
 * model makes, while 64 x 64 of 4 channels is the commonest latent there is.
 */
function onlyLastFits(second: number, third: number, last: number): boolean {
  const strip = second > last && third >= 8 * last;
  return COMMON_WIDTHS.has(last) && strip && aspect(second, third) <= 2;
}

function readFive(shape: readonly number[]): Reading<LatentFault> {
  const [, second, height, width, last] = shape as [number, number, number, number, number];
  if (WIDTHS_OF_RANK[5].has(second)) return sound('BCTHW', shape);
  if (LATENT_WIDTHS.has(last) && likelyLast(height, width, last))
    return { layout: 'BTHWC', shape, fault: 'channel-last', wrong: [4] };
  if (LATENT_WIDTHS.has(second)) return sound('BCTHW', shape);
  return { layout: 'BCTHW', shape, fault: 'channel-count', wrong: [1] };
}

function sound(layout: string, shape: readonly number[]): Reading<LatentFault> {
  return { layout, shape, fault: null, wrong: [] };
}

function sequenceOrPicture(shape: readonly number[]): LocalText {
  return t`${shapeText(shape)}: one picture without a batch axis, or a batch of sequences`;
}
