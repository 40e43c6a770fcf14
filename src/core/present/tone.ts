import { drawnAs } from '../contracts/classification';
import type { PictureView } from '../contracts/contract';
import { type ColormapId, isColormapId, LABEL_RANGE } from '../render/colormaps';
import {
  percentileRange,
  type RangeMode,
  type Scale,
  symmetricRange,
  typeRange,
  unionRange,
} from '../render/normalise';
import { NOT_FINITE_COLORS, type PaintOptions } from '../render/paint';
import type { Picture, ReduceMode, ValueRange } from '../render/picture';
import type { Subject } from './views';

/** What the settings of views are until a user sets them. */
export const VIEW_DEFAULTS = {
  defaultColormap: 'viridis',
  maskColor: '#ff3355',
  maskOpacity: 0.5,
} as const;

/** What data of both signs are shown in where the user has chosen none. */
export const SIGNED_COLORMAP: ColormapId = 'rdbu';

/** How numbers become colours; null means "choose for me". */
export interface ToneSettings {
  readonly rangeMode: RangeMode | null;
  readonly manual: ValueRange | null;
  readonly perChannel: boolean;
  readonly scale: Scale;
  readonly exposure: number;
  readonly gamma: number;
  readonly colormap: ColormapId | null;
  readonly inverted: boolean;
}

/** Colours as the view chooses them. */
export const DEFAULT_TONE: ToneSettings = {
  rangeMode: null,
  manual: null,
  perChannel: false,
  scale: 'linear',
  exposure: 0,
  gamma: 1,
  colormap: null,
  inverted: false,
};

/** What a view decides for a user who has not. */
export interface ToneDefaults {
  readonly rangeMode: RangeMode | 'signedAware';
  readonly colormap: ColormapId | 'auto';
}

/** Colours as numbers from 0 to 1 are meant, and over whatever range there is. */
export const UNIT_GRAY: ToneDefaults = { rangeMode: 'unit', colormap: 'gray' };
/** From the least value to the greatest, in gray. */
export const FULL_GRAY: ToneDefaults = { rangeMode: 'full', colormap: 'gray' };

const DEFAULTS: Readonly<Record<PictureView, ToneDefaults>> = {
  image: FULL_GRAY,
  mask: UNIT_GRAY,
  latent: FULL_GRAY,
  heatmap: { rangeMode: 'signedAware', colormap: 'auto' },
  line: FULL_GRAY,
};

/** What a view decides for a tensor: an IMAGE of integers is shown over all that its type holds. */
export function toneDefaults(
  view: PictureView,
  { dtype, classification }: Pick<Subject, 'dtype' | 'classification'>,
): ToneDefaults {
  if (view !== 'image' || drawnAs(classification)?.view !== 'image') return DEFAULTS[view];
  return /^(F|BF)/.test(dtype) ? UNIT_GRAY : { rangeMode: 'type', colormap: 'gray' };
}

/** A mean of labels is another label: under their colours a pixel shows one that is there. */
export function reductionOf(
  { colormap }: Pick<ToneSettings, 'colormap'>,
  reduce: ReduceMode,
): ReduceMode {
  return colormap === 'labels' && reduce === 'mean' ? 'nearest' : reduce;
}

/** Numbers to colours for the channels of `picture` that are shown. */
export function paintOptions(
  picture: Picture,
  channels: readonly number[],
  tensor: Pick<Subject, 'dtype'>,
  tone: ToneSettings,
  editor: { readonly defaultColormap: string },
  defaults: ToneDefaults,
): PaintOptions {
  const signed = isSigned(picture, channels);
  const mode = rangeModeOf(tone, defaults, signed);
  return {
    channels,
    ranges: rangesOf(picture, channels, tensor, tone, mode),
    scale: tone.scale,
    exposure: tone.exposure,
    gamma: tone.gamma,
    colormap: tone.colormap ?? colormapOf(defaults, editor, signed),
    inverted: tone.inverted,
    notFinite: NOT_FINITE_COLORS,
  };
}

/** Both signs carry weight: a diverging colormap tells more. */
export function isSigned(picture: Picture, channels: readonly number[]): boolean {
  const range = unionRange(channels.map(c => picture.ranges[c] ?? null));
  if (!range || range.min >= 0 || range.max <= 0) return false;
  const low = -range.min;
  return Math.min(low, range.max) > 0.05 * Math.max(low, range.max);
}

/** The range mode in force. */
export function rangeModeOf(
  tone: ToneSettings,
  defaults: ToneDefaults,
  signed: boolean,
): RangeMode {
  if (tone.rangeMode) return tone.rangeMode;
  if (isByLabel(tone)) return 'manual';
  if (defaults.rangeMode !== 'signedAware') return defaults.rangeMode;
  return signed ? 'symmetric' : 'full';
}

/** Labels have the range in which each has its own colour, unless the user says another. */
function isByLabel({ colormap, rangeMode }: ToneSettings): boolean {
  return colormap === 'labels' && rangeMode === null;
}

function colormapOf(
  defaults: ToneDefaults,
  editor: { readonly defaultColormap: string },
  signed: boolean,
): ColormapId {
  if (defaults.colormap !== 'auto') return defaults.colormap;
  if (signed) return SIGNED_COLORMAP;
  return startColormap(editor);
}

/** The colormap that heatmaps start with: the user's, where there is one of that name. */
export function startColormap(editor: { readonly defaultColormap: string }): ColormapId {
  const { defaultColormap: own } = editor;
  return isColormapId(own) ? own : VIEW_DEFAULTS.defaultColormap;
}

function rangesOf(
  picture: Picture,
  channels: readonly number[],
  tensor: Pick<Subject, 'dtype'>,
  tone: ToneSettings,
  mode: RangeMode,
): ValueRange[] {
  if (isByLabel(tone)) return [LABEL_RANGE];
  const one = (own: readonly number[]) => modeRange(mode, picture, own, tensor, tone);
  if (tone.perChannel && mode !== 'manual') return channels.map(channel => one([channel]));
  return [one(channels.slice(0, 3))];
}

const FIXED: Readonly<Partial<Record<RangeMode, ValueRange>>> = {
  unit: { min: 0, max: 1 },
  signed: { min: -1, max: 1 },
};

function modeRange(
  mode: RangeMode,
  picture: Picture,
  channels: readonly number[],
  tensor: Pick<Subject, 'dtype'>,
  tone: ToneSettings,
): ValueRange {
  const fixed = FIXED[mode];
  if (fixed) return fixed;
  if (mode === 'type') return typeRange(tensor.dtype);
  const full = unionRange(channels.map(c => picture.ranges[c] ?? null)) ?? { min: 0, max: 1 };
  if (mode === 'manual') return tone.manual ?? full;
  if (mode === 'symmetric') return symmetricRange(full);
  if (mode === 'percentile') return percentiles(picture, channels) ?? full;
  return full;
}

/** Ranges by percentile cost a sort: kept for as long as the picture. */
const percentileCache = new WeakMap<Picture, Map<string, ValueRange | null>>();

function percentiles(picture: Picture, channels: readonly number[]): ValueRange | null {
  const known = percentileCache.get(picture) ?? new Map<string, ValueRange | null>();
  percentileCache.set(picture, known);
  const key = channels.join();
  if (!known.has(key)) {
    const size = picture.width * picture.height;
    const ranges = channels.map(c =>
      percentileRange(picture.data.subarray(c * size, (c + 1) * size), 0.01, 0.99),
    );
    known.set(key, unionRange(ranges));
  }
  return known.get(key) ?? null;
}
