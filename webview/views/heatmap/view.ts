import { html, nothing } from 'lit';
import { type Marked, mark, t } from '../../../src/core/l10n';
import { FULL_GRAY, toneDefaults } from '../../../src/core/present/tone';
import { fitOf } from '../../../src/core/present/views';
import type { PictureAxes, ReduceMode } from '../../../src/core/render/picture';
import type { TensorInfo } from '../../../src/protocol/engineMethods';
import type { ViewContext } from '../../context';
import { emptyBox } from '../../controls/errorBox';
import { chooser } from '../../controls/fields';
import { note } from '../../controls/note';
import { chosenAxes, rowColumnChoosers } from '../shared/axes';
import { isEmpty, planeOf } from '../shared/planes';
import { type RasterSpec, rasterStage } from '../shared/raster';
import { sliceSliders } from '../shared/slices';
import { toneControls } from '../shared/toneControls';
import type { View } from '../view';
import { channelChooser, chosenChannels } from './colorAxis';
import { activeProjection, projectedPlane, projectionChooser, projectionTitle } from './projection';
import { HEATMAP_SETTINGS, type HeatmapSettings } from './settings';

const REDUCE_TITLES: Readonly<Record<ReduceMode, Marked>> = {
  mean: mark('Mean'),
  min: mark('Smallest'),
  max: mark('Largest'),
  nearest: mark('Nearest'),
};

/** Any plane of any tensor, through a colormap. */
export const heatmapView: View<HeatmapSettings> = {
  id: 'heatmap',
  title: mark('Heatmap'),
  icon: 'table',
  isPicture: true,
  settings: HEATMAP_SETTINGS,
  fit: ({ tensor }) => fitOf('heatmap', tensor),
  render(context) {
    if (isEmpty(context.tensor))
      return emptyBox('circle-slash', t('This tensor has no elements: one of its sizes is 0.'));
    const axes = chosenAxes(context);
    const colors = chosenChannels(context, axes);
    const used = { ...axes, channels: colors };
    const projection = activeProjection(context, used);
    return html`
      <div class="view-bar">
        ${rowColumnChoosers(context)} ${channelChooser(context, axes)}
        ${sliceSliders(context, [...Object.values(used), projection?.axis ?? null])}
        ${colors === null ? projectionChooser(context, axes) : nothing}
      </div>
      ${complexNote(context.tensor)} ${rasterStage(context, specOf(context, used, projection))}
    `;
  },
  display(context) {
    const reduces = Object.entries(REDUCE_TITLES).map(([value, title]) => ({
      value,
      title: t(title),
    }));
    const { value } = context.session.shown;
    const reduced = value && value.picture.width < value.picture.region.width;
    return html`
      ${toneControls(context, toneDefaults('heatmap', context.tensor))}
      ${
        reduced
          ? chooser(
              t('Pixel shows'),
              reduces,
              context.own.reduce,
              reduce => context.setOwn({ reduce: reduce as ReduceMode }),
              { title: t('What one pixel tells of the values that it stands for') },
            )
          : nothing
      }
    `;
  },
};

/** One plane, one plane folded from many, or three and four as colours. */
function specOf(
  context: ViewContext<HeatmapSettings>,
  axes: PictureAxes,
  projection: ReturnType<typeof activeProjection>,
): RasterSpec {
  const { reduce } = context.own;
  if (axes.channels !== null) {
    const channels = Array.from({ length: context.tensor.shape[axes.channels]! }, (_, c) => c);
    const main = planeOf(context, axes, channels, reduce);
    return { main, channels, defaults: FULL_GRAY, colors: true };
  }
  const own = { channels: [0], defaults: toneDefaults('heatmap', context.tensor) };
  if (!projection) return { main: planeOf(context, axes, [], reduce), ...own };
  const computed = projectionTitle(context, projection);
  return { ...projectedPlane(context, axes, projection), ...own, computed };
}

/** A picture shows one number a pixel. */
function complexNote({ dtype }: TensorInfo) {
  return /^C\d/.test(dtype)
    ? note('info', t('Complex values: the picture shows their magnitude.'))
    : nothing;
}
