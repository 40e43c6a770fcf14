import { TensorFileError } from '../../core/errors';
import { t } from '../../core/l10n';
import type { MaskOverlay } from '../../core/render/maskOverlay';
import { NOT_FINITE_COLORS, paint } from '../../core/render/paint';
import { parseRgb } from '../../core/render/parseRgb';
import type { Picture, PictureAxes } from '../../core/render/picture';
import type { Tensor } from '../../core/tensor/tensor';
import { PLAIN_TONE, readPlane } from './plane';
import type { RenderedView, RenderInput, RenderOptions } from './renderView';

const UNIT = { min: 0, max: 1 };
const MASK_COLOR = parseRgb('#ff3355');
const COLOR_COUNTS: readonly number[] = [1, 3, 4];

/** Rows, columns and channels of an IMAGE, channel last unless only channel first fits. */
export function imageAxes(tensor: Tensor): PictureAxes {
  const rank = tensor.shape.length;
  const isColor = (axis: number) => COLOR_COUNTS.includes(tensor.shape[axis] ?? 0);
  if (rank >= 3 && isColor(rank - 1)) {
    return { rows: rank - 3, columns: rank - 2, channels: rank - 1 };
  }
  if (rank >= 3 && isColor(rank - 3)) {
    return { rows: rank - 2, columns: rank - 1, channels: rank - 3 };
  }
  throw new TensorFileError(
    t`"${tensor.name}" [${tensor.shape.join(', ')}] has no channel axis of size 1, 3 or 4: it is no picture; try --view heatmap`,
    { tensor: tensor.name },
  );
}

/** Rows and columns of a MASK: its last two axes, a channel axis of size 1 apart. */
function maskAxes(tensor: Tensor): PictureAxes {
  const rank = tensor.shape.length;
  if (rank < 2) {
    throw new TensorFileError(t`"${tensor.name}" has ${rank} axes: a MASK has at least two`, {
      tensor: tensor.name,
    });
  }
  const last = rank === 4 && tensor.shape[3] === 1 && tensor.shape[1] !== 1 ? rank - 2 : rank - 1;
  return { rows: last - 1, columns: last, channels: null };
}

export async function renderImage(
  { tensor }: RenderInput,
  options: RenderOptions,
  signal?: AbortSignal,
): Promise<RenderedView> {
  const axes = imageAxes(tensor);
  const picture = await readPlane(tensor, axes, options.index, options.maxSize, signal);
  const overlay = options.mask ? await overlayOf(options.mask.tensor, options, signal) : undefined;
  return drawColors(picture, options, overlay);
}

/** A MASK laid over the IMAGE it belongs to, or by itself as grey levels. */
export async function renderMask(
  { tensor }: RenderInput,
  options: RenderOptions,
  signal?: AbortSignal,
): Promise<RenderedView> {
  const own = options.mask?.tensor ?? tensor;
  const picture = await readPlane(own, maskAxes(own), options.index, options.maxSize, signal);
  if (options.mask === null) return drawColors(picture, options);
  const under = await readPlane(tensor, imageAxes(tensor), options.index, options.maxSize, signal);
  return drawColors(under, options, overlay(picture, options));
}

async function overlayOf(
  mask: Tensor,
  options: RenderOptions,
  signal?: AbortSignal,
): Promise<MaskOverlay> {
  const axes = maskAxes(mask);
  // A mask with fewer items than the image lies over every item.
  const index = options.index.map((item, axis) =>
    item !== null && item >= (mask.shape[axis] ?? 1) ? 0 : item,
  );
  return overlay(await readPlane(mask, axes, index, options.maxSize, signal), options);
}

function overlay(picture: Picture, options: RenderOptions): MaskOverlay {
  return {
    picture,
    color: MASK_COLOR,
    opacity: options.opacity,
    inverted: false,
    threshold: null,
    style: 'fill',
  };
}

function drawColors(picture: Picture, options: RenderOptions, mask?: MaskOverlay): RenderedView {
  const { width, height, channelCount } = picture;
  const rgba = paint(picture, {
    ...PLAIN_TONE,
    channels: Array.from({ length: channelCount }, (_, channel) => channel),
    ranges: [options.range ?? UNIT],
    colormap: 'gray',
    inverted: false,
    notFinite: NOT_FINITE_COLORS,
    ...(mask ? { mask } : {}),
  });
  return { width, height, rgba };
}
