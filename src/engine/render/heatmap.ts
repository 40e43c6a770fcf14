import { TensorFileError } from '../../core/errors';
import { t } from '../../core/l10n';
import { NOT_FINITE_COLORS, paint } from '../../core/render/paint';
import type { Picture, PictureAxes, ValueRange } from '../../core/render/picture';
import type { Tensor } from '../../core/tensor/tensor';
import { PLAIN_TONE, readPlane } from './plane';
import type { RenderedView, RenderInput, RenderOptions } from './renderView';

/** One plane of any tensor through a colormap, over its own range unless one is given. */
export async function renderHeatmap(
  { tensor }: RenderInput,
  options: RenderOptions,
  signal?: AbortSignal,
): Promise<RenderedView> {
  const axes = heatmapAxes(tensor, options.index);
  const picture = await readPlane(tensor, axes, options.index, options.maxSize, signal);
  return drawMapped(picture, 0, options.range ?? picture.ranges[0] ?? null, options);
}

/** The axes that `--index` leaves open, or the last two. */
function heatmapAxes(tensor: Tensor, index: readonly (number | null)[]): PictureAxes {
  const rank = tensor.shape.length;
  const open = index.flatMap((entry, axis) => (entry === null ? [axis] : []));
  if (index.length > 0 && open.length !== 2) {
    throw new TensorFileError(t`A heatmap shows two axes: --index leaves ${open.length} open (*)`, {
      tensor: tensor.name,
    });
  }
  const [rows, columns] = open.length === 2 ? open : [rank - 2, rank - 1];
  return { rows: rank < 2 ? null : rows!, columns: Math.max(0, columns!), channels: null };
}

/** One channel of a picture through the colormap; a range of one value is drawn in its middle. */
export function drawMapped(
  picture: Picture,
  channel: number,
  range: ValueRange | null,
  options: Pick<RenderOptions, 'colormap'>,
): RenderedView {
  const rgba = paint(picture, {
    ...PLAIN_TONE,
    channels: [channel],
    ranges: [range ?? { min: 0, max: 1 }],
    colormap: options.colormap,
    inverted: false,
    notFinite: NOT_FINITE_COLORS,
  });
  return { width: picture.width, height: picture.height, rgba };
}
