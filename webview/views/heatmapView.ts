import { html, nothing } from 'lit';
import type { PictureAxes, ReduceMode } from '../../src/core/render/picture';
import type { ViewContext } from '../context';
import { emptyBox } from '../controls/errorBox';
import { chooser } from '../controls/fields';
import { t } from '../l10n';
import { isEmpty, planeOf } from './planes';
import { rasterStage } from './raster';
import { axisTitle, sliceSliders } from './slices';
import { toneControls } from './toneControls';
import type { View } from './view';

const DEFAULTS = { rangeMode: 'signedAware', colormap: 'auto' } as const;

const REDUCE_TITLES: Readonly<Record<ReduceMode, string>> = {
  mean: 'Mean',
  min: 'Smallest',
  max: 'Largest',
  nearest: 'Nearest',
};

/** The axes shown: the user's, else the layout's, else the last two. */
interface PlaneAxes extends PictureAxes {
  readonly rows: number;
}

function axesOf(context: ViewContext): PlaneAxes {
  const { look, layout, tensor } = context;
  const rank = tensor.shape.length;
  const chosen = look.axes;
  if (chosen && chosen.rows !== null && chosen.rows < rank && chosen.columns < rank)
    return { rows: chosen.rows, columns: chosen.columns, channels: null };
  const columns = layout.columns ?? rank - 1;
  const rows = layout.rows ?? (columns === 0 ? 1 : columns - 1);
  return { rows, columns, channels: null };
}

function axisChooser(context: ViewContext, axes: PlaneAxes, side: 'rows' | 'columns') {
  const choices = context.tensor.shape.map((size, axis) => ({
    value: String(axis),
    title: `${axisTitle(context, axis)} · ${size}`,
  }));
  const other = side === 'rows' ? 'columns' : 'rows';
  const choose = (value: string) => {
    const axis = Number(value);
    const next = { ...axes, [side]: axis };
    if (axis === axes[other]) next[other] = axes[side];
    context.set({ axes: next, zoom: null, cursor: null });
  };
  return chooser(side === 'rows' ? t('Rows') : t('Columns'), choices, String(axes[side]), choose);
}

/** Any plane of any tensor, through a colormap. */
export const heatmapView: View = {
  id: 'heatmap',
  title: 'Heatmap',
  icon: 'table',
  fit: ({ tensor }) => (tensor.numeric && tensor.decodable && tensor.shape.length >= 2 ? 30 : 0),
  render(context) {
    if (isEmpty(context.tensor))
      return emptyBox('circle-slash', t('This tensor has no elements: one of its sizes is 0.'));
    const axes = axesOf(context);
    return html`
      <div class="view-bar">
        ${axisChooser(context, axes, 'rows')} ${axisChooser(context, axes, 'columns')}
        ${sliceSliders(context, [axes.rows, axes.columns])}
      </div>
      ${rasterStage(context, { main: planeOf(context, axes), channels: [0], defaults: DEFAULTS })}
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
