import type { ColormapId } from '../../../src/core/render/colormaps';
import { isColormapId, LABEL_RANGE } from '../../../src/core/render/colormaps';
import {
  percentileRange,
  type RangeMode,
  symmetricRange,
  typeRange,
  unionRange,
} from '../../../src/core/render/normalise';
import { NOT_FINITE_COLORS, type PaintOptions } from '../../../src/core/render/paint';
import type { Picture, ValueRange } from '../../../src/core/render/picture';
import type { TensorInfo } from '../../../src/protocol/engineMethods';
import type { EditorSettings } from '../../../src/protocol/webviewMethods';
import type { ToneSettings } from '../../viewSettings';

/** What data of both signs are shown in where the user has chosen none. */
export const SIGNED_COLORMAP: ColormapId = 'rdbu';

/** What a view decides for a user who has not. */
export interface RasterDefaults {
  readonly rangeMode: RangeMode | 'signedAware';
  readonly colormap: ColormapId | 'auto';
}

/** Numbers to colours for the channels of `picture` that are shown. */
export function paintOptions(
  picture: Picture,
  channels: readonly number[],
  tensor: TensorInfo,
  tone: ToneSettings,
  editor: EditorSettings,
  defaults: RasterDefaults,
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
  defaults: RasterDefaults,
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

function colormapOf(defaults: RasterDefaults, editor: EditorSettings, signed: boolean): ColormapId {
  if (defaults.colormap !== 'auto') return defaults.colormap;
  if (signed) return SIGNED_COLORMAP;
  return isColormapId(editor.defaultColormap) ? editor.defaultColormap : 'viridis';
}

function rangesOf(
  picture: Picture,
  channels: readonly number[],
  tensor: TensorInfo,
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
  tensor: TensorInfo,
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
