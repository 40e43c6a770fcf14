import { html, nothing, type TemplateResult } from 'lit';
import { t } from '../../../src/core/l10n';
import { planeAxes } from '../../../src/core/present/present';
import type { ViewContext } from '../../context';
import { chooser } from '../../controls/fields';
import { axisTitle } from './slices';

/** Two axes of a plane without colour channels. */
export interface PlaneAxes {
  readonly rows: number;
  readonly columns: number;
  readonly channels: null;
}

/** The axes shown: the user's, else the layout's, else the last two. Needs a rank of at least 2. */
export function chosenAxes(context: ViewContext): PlaneAxes {
  const { common, tensor } = context;
  const rank = tensor.shape.length;
  const chosen = common.axes;
  if (chosen && chosen.rows < rank && chosen.columns < rank)
    return { rows: chosen.rows, columns: chosen.columns, channels: null };
  return { ...planeAxes(tensor), channels: null };
}

/** An axis as its entry in a menu: its title and its length. */
export function axisChoice(context: ViewContext, axis: number): string {
  return `${axisTitle(context, axis)} · ${context.tensor.shape[axis]}`;
}

/** Choosers of the axes that run down and across; nothing where there is no choice. */
export function rowColumnChoosers(context: ViewContext): TemplateResult | typeof nothing {
  if (context.tensor.shape.length < 2) return nothing;
  const axes = chosenAxes(context);
  return html`${axisChooser(context, axes, 'rows')} ${axisChooser(context, axes, 'columns')}`;
}

/** A drop-down of all axes. */
export function axisMenu(
  context: ViewContext,
  label: string,
  current: number,
  onChoose: (axis: number) => void,
): TemplateResult {
  const choices = context.tensor.shape.map((_, axis) => ({
    value: String(axis),
    title: axisChoice(context, axis),
  }));
  return chooser(label, choices, String(current), value => onChoose(Number(value)));
}

function axisChooser(context: ViewContext, axes: PlaneAxes, side: 'rows' | 'columns') {
  const other = side === 'rows' ? 'columns' : 'rows';
  const choose = (axis: number) => {
    const next = { rows: axes.rows, columns: axes.columns, [side]: axis };
    if (axis === axes[other]) next[other] = axes[side];
    context.session.region.set(null);
    context.setCommon({ axes: next, zoom: null, cursor: null });
  };
  return axisMenu(context, side === 'rows' ? t('Rows') : t('Columns'), axes[side], choose);
}
