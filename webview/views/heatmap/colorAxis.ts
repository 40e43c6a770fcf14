import { nothing, type TemplateResult } from 'lit';
import { t } from '../../../src/core/l10n';
import type { ViewContext } from '../../context';
import { chooser } from '../../controls/fields';
import { axisChoice, type PlaneAxes } from '../shared/axes';
import type { HeatmapSettings } from './settings';

/** Axes of these lengths can be shown as colours. */
const COLOR_COUNTS: readonly number[] = [3, 4];

/** The axis that the user had shown as colours; null where there is none, or it has another use now. */
export function chosenChannels(
  context: ViewContext<HeatmapSettings>,
  { rows, columns }: PlaneAxes,
): number | null {
  const axis = context.own.colorAxis;
  if (axis === null || axis === rows || axis === columns) return null;
  return COLOR_COUNTS.includes(context.tensor.shape[axis] ?? 0) ? axis : null;
}

/** Chooses the axis shown as colours; nothing where no axis can be. */
export function channelChooser(
  context: ViewContext<HeatmapSettings>,
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
    value => context.setOwn({ colorAxis: value === '' ? null : Number(value) }),
    { title: t('The axis whose indices are red, green, blue and alpha') },
  );
}
