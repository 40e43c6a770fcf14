import { html, nothing, type TemplateResult } from 'lit';
import type { PictureAxes } from '../../src/core/render/picture';
import type { ViewContext } from '../context';
import { chooser } from '../controls/fields';
import { t } from '../l10n';
import { axisTitle } from './slices';

/** Two axes of a plane without colour channels. */
export interface PlaneAxes extends PictureAxes {
  readonly rows: number;
  readonly channels: null;
}

/** The axes shown: the user's, else the layout's, else the last two. Needs a rank of at least 2. */
export function chosenAxes(context: ViewContext): PlaneAxes {
  const { look, layout, tensor } = context;
  const rank = tensor.shape.length;
  const chosen = look.axes;
  if (chosen && chosen.rows !== null && chosen.rows < rank && chosen.columns < rank)
    return { rows: chosen.rows, columns: chosen.columns, channels: null };
  const columns = layout.columns ?? rank - 1;
  const rows = layout.rows ?? (columns === 0 ? 1 : columns - 1);
  return { rows, columns, channels: null };
}

/** Choosers of the axes that run down and across; nothing where there is no choice. */
export function rowColumnChoosers(context: ViewContext): TemplateResult | typeof nothing {
  if (context.tensor.shape.length < 2) return nothing;
  const axes = chosenAxes(context);
  return html`${axisChooser(context, axes, 'rows')} ${axisChooser(context, axes, 'columns')}`;
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
