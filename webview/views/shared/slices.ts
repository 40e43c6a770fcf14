import { html, nothing, type TemplateResult } from 'lit';
import { type Marked, mark, t } from '../../../src/core/l10n';
import type { ViewContext } from '../../context';
import { slider } from '../../controls/fields';
import '../../controls/play';
import { indexOf } from './planes';

const AXIS_TITLES: Readonly<Record<string, Marked>> = {
  B: mark('Batch'),
  T: mark('Frame'),
  C: mark('Channel'),
  H: mark('Row'),
  W: mark('Column'),
};

/** An axis as its slider is named: "Batch", or "Axis 2" where no contract names it. */
export function axisTitle(context: ViewContext, axis: number): string {
  const title = AXIS_TITLES[context.layout.names[axis] ?? ''];
  return title ? t(title) : t('Axis {0}', axis);
}

/** The axes that a plane leaves over and that have more than one index. */
export function freeAxes(context: ViewContext, used: readonly (number | null)[]): number[] {
  return context.tensor.shape.flatMap((size, axis) =>
    size > 1 && !used.includes(axis) ? [axis] : [],
  );
}

/** A slider with a number box for each free axis. */
export function sliceSliders(
  context: ViewContext,
  used: readonly (number | null)[],
): TemplateResult | typeof nothing {
  const axes = freeAxes(context, used);
  if (axes.length === 0) return nothing;
  const index = indexOf(context.tensor, context.common);
  const sliders = axes.map(axis => {
    const size = context.tensor.shape[axis]!;
    return slider({
      label: axisTitle(context, axis),
      min: 0,
      max: size - 1,
      step: 1,
      value: index[axis]!,
      suffix: t('of {0}', size),
      title: t('Index along axis {0}: 0 to {1}', axis, size - 1),
      after: html`<loupe-play
        .label=${axisTitle(context, axis)}
        .ready=${isShown(context, axis, index[axis]!)}
        .onStep=${() => setIndex(context, axis, (index[axis]! + 1) % size)}
      ></loupe-play>`,
      onInput: value => setIndex(context, axis, Math.round(value)),
    });
  });
  return axes.length > 2 ? html`<div class="slices">${sliders}</div>` : html`${sliders}`;
}

/** Moves along one axis. */
export function setIndex(context: ViewContext, axis: number, value: number): void {
  const index = indexOf(context.tensor, context.common);
  index[axis] = value;
  context.setCommon({ index });
}

/** Steps along the first free axis, around its ends. */
export function stepFirst(
  context: ViewContext,
  used: readonly (number | null)[],
  by: number,
): void {
  const axis = freeAxes(context, used)[0];
  if (axis === undefined) return;
  const size = context.tensor.shape[axis]!;
  const at = indexOf(context.tensor, context.common)[axis]!;
  setIndex(context, axis, (at + by + size) % size);
}

/** Whether the picture on screen is of this index. */
function isShown(context: ViewContext, axis: number, at: number): boolean {
  const plane = context.session.shown.value?.plane;
  return plane?.tensor === context.tensorIndex && plane.index[axis] === at;
}
