import { html, nothing } from 'lit';
import { mark, t } from '../../../src/core/l10n';
import type { ViewContext } from '../../context';
import { emptyBox } from '../../controls/errorBox';
import { axisMenu, chosenAxes } from '../shared/axes';
import { indexOf, isEmpty } from '../shared/planes';
import { sliceSliders } from '../shared/slices';
import type { View } from '../view';
import './chart';

/** A vector as a line; of any other tensor the values along one axis, through the cursor of its picture. */
export const lineView: View = {
  id: 'line',
  title: mark('Line'),
  icon: 'graph-line',
  fit({ tensor }) {
    if (!tensor.numeric || !tensor.decodable || tensor.shape.length === 0) return 0;
    return tensor.shape.length === 1 ? 60 : 15;
  },
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
        .index=${indexOf(context.tensor, through.look)}
      ></loupe-line>`;
  },
};

function lineAxis(context: ViewContext): number {
  const { look, tensor } = context;
  const chosen = look.line.axis;
  if (chosen !== null && chosen < tensor.shape.length) return chosen;
  return tensor.shape.length === 1 ? 0 : chosenAxes(context).columns;
}

function axisControl(context: ViewContext, current: number) {
  return axisMenu(context, t('Along'), current, axis =>
    context.set({ line: { axis, span: null } }),
  );
}

/** The context with the picture's cursor as index, which moves with the sliders. */
function throughCursor(context: ViewContext): ViewContext {
  const { look, tensor } = context;
  if (look.cursor === null || tensor.shape.length === 1) return context;
  const { rows, columns } = chosenAxes(context);
  const [x, y] = look.cursor;
  const index = indexOf(tensor, look).with(columns, x).with(rows, y);
  return {
    ...context,
    look: { ...look, index },
    set({ index: next, ...patch }) {
      const moved = next ? { index: next, cursor: [next[columns]!, next[rows]!] as const } : {};
      context.set({ ...patch, ...moved });
    },
  };
}
