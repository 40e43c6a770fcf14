import { html, nothing } from 'lit';
import type { ReduceMode } from '../../src/core/render/picture';
import { emptyBox } from '../controls/errorBox';
import { chooser } from '../controls/fields';
import { type Marked, mark, t } from '../l10n';
import { chosenAxes, rowColumnChoosers } from './axes';
import { isEmpty, planeOf } from './planes';
import { activeProjection, projectedPlane, projectionChooser } from './projection';
import { rasterStage } from './raster';
import { sliceSliders } from './slices';
import { toneControls } from './toneControls';
import type { View } from './view';

const DEFAULTS = { rangeMode: 'signedAware', colormap: 'auto' } as const;

const REDUCE_TITLES: Readonly<Record<ReduceMode, Marked>> = {
  mean: mark('Mean'),
  min: mark('Smallest'),
  max: mark('Largest'),
  nearest: mark('Nearest'),
};

/** Any plane of any tensor, through a colormap. */
export const heatmapView: View = {
  id: 'heatmap',
  title: mark('Heatmap'),
  icon: 'table',
  fit: ({ tensor }) => (tensor.numeric && tensor.decodable && tensor.shape.length >= 2 ? 30 : 0),
  render(context) {
    if (isEmpty(context.tensor))
      return emptyBox('circle-slash', t('This tensor has no elements: one of its sizes is 0.'));
    const axes = chosenAxes(context);
    const projection = activeProjection(context, axes);
    const planes = projection
      ? projectedPlane(context, axes, projection)
      : { main: planeOf(context, axes) };
    return html`
      <div class="view-bar">
        ${rowColumnChoosers(context)}
        ${sliceSliders(context, [axes.rows, axes.columns, projection?.axis ?? null])}
        ${projectionChooser(context, axes)}
      </div>
      ${rasterStage(context, { ...planes, channels: [0], defaults: DEFAULTS })}
    `;
  },
  display(context) {
    const reduces = Object.entries(REDUCE_TITLES).map(([value, title]) => ({
      value,
      title: t(title),
    }));
    const reduced = context.shown.value && !context.shown.value.picture.exact;
    return html`
      ${toneControls(context, DEFAULTS)}
      ${
        reduced
          ? chooser(
              t('Pixel shows'),
              reduces,
              context.look.reduce,
              reduce => context.set({ reduce: reduce as ReduceMode }),
              { title: t('What one pixel tells of the values that it stands for') },
            )
          : nothing
      }
    `;
  },
};
