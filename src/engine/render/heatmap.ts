import { TensorFileError } from '../../core/errors';
import { t } from '../../core/l10n';
import { present } from '../../core/present/present';
import { toneDefaults } from '../../core/present/tone';
import type { PictureAxes } from '../../core/render/picture';
import { draw, readPlane } from './plane';
import type { RenderedView, RenderInput, RenderOptions } from './renderInput';

/** One plane of any tensor through a colormap, over its own range unless one is given. */
export async function renderHeatmap(
  input: RenderInput,
  options: RenderOptions,
  signal?: AbortSignal,
): Promise<RenderedView> {
  const axes = heatmapAxes(input, options.index);
  const plane = { axes, index: options.index };
  const picture = await readPlane(input.tensor, plane, options, signal);
  return draw(picture, [0], input, options, toneDefaults('heatmap', input.subject));
}

const ONE_ROW: PictureAxes = { rows: null, columns: 0, channels: null };

/** The axes that `--index` leaves open, or those that the viewer shows. */
function heatmapAxes(
  { tensor, subject }: RenderInput,
  index: readonly (number | null)[],
): PictureAxes {
  const open = index.flatMap((entry, axis) => (entry === null ? [axis] : []));
  if (open.length === 2) return { rows: open[0]!, columns: open[1]!, channels: null };
  if (index.length > 0) {
    throw new TensorFileError(t`A heatmap shows two axes: --index leaves ${open.length} open (*)`, {
      tensor: tensor.name,
    });
  }
  return present(subject, 'heatmap')?.axes ?? ONE_ROW;
}
