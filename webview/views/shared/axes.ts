import { html, nothing, type TemplateResult } from 'lit';
import { t } from '../../../src/core/l10n';
import type { PictureAxes } from '../../../src/core/render/picture';
import type { ViewContext } from '../../context';
import { chooser } from '../../controls/fields';
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

/** Axes of these lengths can be shown as colours. */
const COLOR_COUNTS: readonly number[] = [3, 4];

/** The axis that the user had shown as colours; null where there is none, or it has another use now. */
export function chosenChannels(context: ViewContext, { rows, columns }: PlaneAxes): number | null {
  const axis = context.look.axes?.channels ?? null;
  if (axis === null || axis === rows || axis === columns) return null;
  return COLOR_COUNTS.includes(context.tensor.shape[axis] ?? 0) ? axis : null;
}

/** Chooses the axis shown as colours; nothing where no axis can be. */
export function channelChooser(
  context: ViewContext,
  axes: PlaneAxes,
): TemplateResult | typeof nothing {
  const able = context.tensor.shape.flatMap((size, axis) =>
    COLOR_COUNTS.includes(size) && axis !== axes.rows && axis !== axes.columns ? [axis] : [],
  );
  if (able.length === 0) return nothing;
  const choices = [
    { value: '', title: t('None') },
    ...able.map(axis => ({ value: String(axis), title: axisChoice(context, axis) })),
  ];
  const chosen = chosenChannels(context, axes);
  return chooser(
    t('Colors'),
    choices,
    chosen === null ? '' : String(chosen),
    value => context.set({ axes: { ...axes, channels: value === '' ? null : Number(value) } }),
    { title: t('The axis whose indices are red, green, blue and alpha') },
  );
}

function axisChoice(context: ViewContext, axis: number): string {
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
    const next = { ...axes, [side]: axis };
    if (axis === axes[other]) next[other] = axes[side];
    context.region.set(null);
    context.set({ axes: next, zoom: null, cursor: null });
  };
  return axisMenu(context, side === 'rows' ? t('Rows') : t('Columns'), axes[side], choose);
}
