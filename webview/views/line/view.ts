import { html, nothing } from 'lit';
import { mark, t } from '../../../src/core/l10n';
import { fitOf } from '../../../src/core/present/views';
import type { ViewContext } from '../../context';
import { emptyBox } from '../../controls/errorBox';
import { axisMenu, chosenAxes } from '../shared/axes';
import { indexOf, isEmpty } from '../shared/planes';
import { sliceSliders } from '../shared/slices';
import type { View } from '../view';
import { LINE_SETTINGS, type LineSettings } from './settings';
import './chart';

/** A vector as a line; of any other tensor the values along one axis, through the cursor of its picture. */
export const lineView: View<LineSettings> = {
  id: 'line',
  title: mark('Line'),
  icon: 'graph-line',
  isPicture: true,
  settings: LINE_SETTINGS,
  fit: ({ tensor }) => fitOf('line', tensor),
  render(context) {
    if (isEmpty(context.tensor)) return emptyBox('circle-slash', t('This tensor has no elements.'));
    const axis = lineAxis(context);
    const through = throughCursor(context);
    return html`<div class="view-bar">
        ${context.tensor.shape.length > 1 ? axisControl(context, axis) : nothing}
        ${sliceSliders(through, [axis])}
      </div>
      <loupe-line
        .context=${context}
        .axis=${axis}
        .index=${indexOf(context.tensor, through.common)}
      ></loupe-line>`;
  },
};

function lineAxis(context: ViewContext<LineSettings>): number {
  const { own, tensor } = context;
  const chosen = own.axis;
  if (chosen !== null && chosen < tensor.shape.length) return chosen;
  return tensor.shape.length === 1 ? 0 : chosenAxes(context).columns;
}

function axisControl(context: ViewContext<LineSettings>, current: number) {
  return axisMenu(context, t('Along'), current, axis => context.setOwn({ axis, span: null }));
}

/** The context with the picture's cursor as index, which moves with the sliders. */
function throughCursor(context: ViewContext<LineSettings>): ViewContext<LineSettings> {
  const { common, tensor } = context;
  if (common.cursor === null || tensor.shape.length === 1) return context;
  const { rows, columns } = chosenAxes(context);
  const [x, y] = common.cursor;
  const index = indexOf(tensor, common).with(columns, x).with(rows, y);
  return {
    ...context,
    common: { ...common, index },
    setCommon({ index: next, ...patch }) {
      const moved = next ? { index: next, cursor: [next[columns]!, next[rows]!] as const } : {};
      context.setCommon({ ...patch, ...moved });
    },
  };
}
