import { layoutOf } from '../../core/contracts/layout';
import { TensorFileError } from '../../core/errors';
import { t } from '../../core/l10n';
import { overlayIndex } from '../../core/present/overlays';
import { colorChannels, present } from '../../core/present/present';
import { toneDefaults, UNIT_GRAY, VIEW_DEFAULTS } from '../../core/present/tone';
import type { MaskOverlay } from '../../core/render/maskOverlay';
import { parseRgb } from '../../core/render/parseRgb';
import type { PictureAxes } from '../../core/render/picture';
import { checkedIndex, draw, type PlaneToDraw, readPlane } from './plane';
import type { RenderedView, RenderInput, RenderOptions } from './renderInput';

const COLOR_COUNTS: readonly number[] = [1, 3, 4];

/** An IMAGE in its colours, under the mask that was named. */
export async function renderImage(
  input: RenderInput,
  options: RenderOptions,
  signal?: AbortSignal,
): Promise<RenderedView> {
  const plane = { ...imagePlane(input), index: options.index };
  const picture = await readPlane(input.tensor, plane, options, signal);
  const { mask } = options;
  const laid = mask && (await overlay(mask, beside(mask, input, options), options, signal));
  const channels = plane.channels.map((_, i) => i);
  const tone = toneDefaults('image', input.subject);
  return draw(picture, channels, input, options, tone, laid ?? undefined);
}

/** A MASK laid over the IMAGE it belongs to, or by itself as gray levels. */
export async function renderMask(
  input: RenderInput,
  options: RenderOptions,
  signal?: AbortSignal,
): Promise<RenderedView> {
  const mask = options.mask ?? input;
  const image = options.mask ? input : options.under;
  if (!image) {
    const plane = { axes: maskAxes(mask), index: options.index };
    const picture = await readPlane(mask.tensor, plane, options, signal);
    return draw(picture, [0], mask, options, toneDefaults('mask', mask.subject));
  }
  const { axes, channels } = imagePlane(image);
  // What is laid over an image shows its colours alone: an alpha would hide the mask with them.
  const shown = channels.slice(0, 3);
  const plane = { axes, channels: shown, index: beside(image, input, options) };
  const picture = await readPlane(image.tensor, plane, options, signal);
  const laid = await overlay(mask, beside(mask, input, options), options, signal);
  const painted = shown.length >= 3 ? [0, 1, 2] : [0];
  return draw(picture, painted, image, options, UNIT_GRAY, laid);
}

/** The index of a tensor that lies over or under the one shown: the same item of the batch, or its last. */
function beside(
  other: RenderInput,
  shown: RenderInput,
  { index }: RenderOptions,
): PlaneToDraw['index'] {
  if (other === shown) return index;
  const { batch } = layoutOf(shown.subject);
  const item = batch === null ? 0 : checkedIndex(shown.tensor, index)[batch]!;
  return overlayIndex(other.subject, layoutOf(other.subject), item);
}

/** Axes and channels of an IMAGE as the viewer has them; of any other tensor by its sizes. */
function imagePlane({ tensor, subject }: RenderInput): Required<Omit<PlaneToDraw, 'index'>> {
  const own = present(subject, 'image');
  if (own) return own.axes.channels === null ? { axes: own.axes, channels: [0] } : own;
  const axes = imageAxes(tensor);
  return { axes, channels: colorChannels(tensor.shape[axes.channels!]!) };
}

function imageAxes({ shape, name }: RenderInput['tensor']): PictureAxes {
  const rank = shape.length;
  const isColor = (axis: number) => COLOR_COUNTS.includes(shape[axis] ?? 0);
  if (rank >= 3 && isColor(rank - 1))
    return { rows: rank - 3, columns: rank - 2, channels: rank - 1 };
  if (rank >= 3 && isColor(rank - 3))
    return { rows: rank - 2, columns: rank - 1, channels: rank - 3 };
  throw new TensorFileError(
    t`"${name}" [${shape.join(', ')}] has no channel axis of size 1, 3 or 4: it is no picture; try --view heatmap`,
    { tensor: name },
  );
}

/** Rows and columns of a MASK; of any other tensor its last two axes. */
function maskAxes({ tensor, subject }: RenderInput): PictureAxes {
  const rank = tensor.shape.length;
  if (rank < 2) {
    throw new TensorFileError(t`"${tensor.name}" has ${rank} axes: a MASK has at least two`, {
      tensor: tensor.name,
    });
  }
  return present(subject, 'mask')?.axes ?? { rows: rank - 2, columns: rank - 1, channels: null };
}

async function overlay(
  mask: RenderInput,
  index: PlaneToDraw['index'],
  options: RenderOptions,
  signal?: AbortSignal,
): Promise<MaskOverlay> {
  const plane = { axes: maskAxes(mask), index };
  return {
    picture: await readPlane(mask.tensor, plane, options, signal),
    color: parseRgb(VIEW_DEFAULTS.maskColor),
    opacity: options.opacity,
    inverted: false,
    threshold: null,
    style: 'fill',
  };
}
