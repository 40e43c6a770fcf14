import { TensorFileError } from '../../core/errors';
import { t } from '../../core/l10n';
import {
  DEFAULT_TONE,
  paintOptions,
  reductionOf,
  type ToneDefaults,
  VIEW_DEFAULTS,
} from '../../core/present/tone';
import type { MaskOverlay } from '../../core/render/maskOverlay';
import { paint } from '../../core/render/paint';
import type { Picture, PictureAxes } from '../../core/render/picture';
import { readPicture } from '../../core/render/readPicture';
import type { Tensor } from '../../core/tensor/tensor';
import type { RenderedView, RenderInput, RenderOptions } from './renderInput';

/** A plane of a tensor: its axes, the index on every other axis, the channels read (empty for all). */
export interface PlaneToDraw {
  readonly axes: PictureAxes;
  readonly index: readonly (number | null)[];
  readonly channels?: readonly number[];
}

/** Reads a whole plane, at most `maxSize` pixels on its longer side, in proportion. */
export function readPlane(
  tensor: Tensor,
  { axes, index, channels = [] }: PlaneToDraw,
  { maxSize, colormap }: Pick<RenderOptions, 'maxSize' | 'colormap'>,
  signal?: AbortSignal,
): Promise<Picture> {
  const height = axes.rows === null ? 1 : tensor.shape[axes.rows]!;
  const width = tensor.shape[axes.columns] ?? 1;
  const scale = Math.min(1, maxSize / Math.max(width, height));
  return readPicture(
    tensor,
    {
      axes,
      index: checkedIndex(tensor, index),
      channels,
      region: { x: 0, y: 0, width, height },
      maxWidth: Math.max(1, Math.round(width * scale)),
      maxHeight: Math.max(1, Math.round(height * scale)),
      reduce: reductionOf({ colormap }, 'mean'),
    },
    signal,
  );
}

/** One index an axis, 0 where none is given, negative ones from the end. @throws TensorFileError for one outside. */
export function checkedIndex(tensor: Tensor, index: readonly (number | null)[]): number[] {
  return tensor.shape.map((size, axis) => {
    const at = index[axis] ?? 0;
    const from = at < 0 ? at + size : at;
    if (from >= 0 && from < size) return from;
    throw new TensorFileError(
      t`Index ${at} is outside axis ${axis} of "${tensor.name}", which has size ${size}`,
      { tensor: tensor.name },
    );
  });
}

/** A picture in the colours that the viewer has for it, but for a colormap or a range that was asked for. */
export function draw(
  picture: Picture,
  channels: readonly number[],
  { subject }: RenderInput,
  { colormap, range }: Pick<RenderOptions, 'colormap' | 'range'>,
  tone: ToneDefaults,
  mask?: MaskOverlay,
): RenderedView {
  const manual = range ? ({ rangeMode: 'manual', manual: range } as const) : {};
  const settings = { ...DEFAULT_TONE, colormap, ...manual };
  const options = paintOptions(picture, channels, subject, settings, VIEW_DEFAULTS, tone);
  const rgba = paint(picture, mask ? { ...options, mask } : options);
  return { width: picture.width, height: picture.height, rgba };
}
