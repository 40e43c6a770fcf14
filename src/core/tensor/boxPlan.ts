/** One axis of a box: how far apart neighbours lie in the file and in the result, in units. */
export interface BoxAxis {
  readonly count: number;
  readonly stride: number;
  readonly outStride: number;
}

/** A part of a box that is read in one go: `span` units from `base`, laid out by `axes`. */
export interface BoxJob {
  readonly base: number;
  readonly outBase: number;
  readonly span: number;
  readonly axes: readonly BoxAxis[];
}

/** Bounds of one read. */
export interface PlanLimits {
  /** Longest span of one job, in units. */
  readonly maxSpan: number;
  /** A hole up to this long is read along with its sides, in units. */
  readonly mergeGap: number;
}

/**
 * Axes in falling order of stride, without those of one index, neighbours that continue each other made
 * one. The order of the axes in the result is kept by `outStride`.
 */
export function simplifyAxes(axes: readonly BoxAxis[]): BoxAxis[] {
  const sorted = axes
    .filter(axis => axis.count !== 1)
    .sort((a, b) => b.stride - a.stride || b.outStride - a.outStride);
  const merged: BoxAxis[] = [];
  for (const axis of sorted) {
    const outer = merged.at(-1);
    const continues =
      outer &&
      outer.stride === axis.stride * axis.count &&
      outer.outStride === axis.outStride * axis.count;
    if (continues) merged[merged.length - 1] = { ...axis, count: axis.count * outer.count };
    else merged.push(axis);
  }
  return merged;
}

function spanOf(axes: readonly BoxAxis[]): number {
  return axes.reduce((span, axis) => span + (axis.count - 1) * axis.stride, 1);
}

/** How many of the innermost axes can be read as one run, holes up to `mergeGap` included. */
function isDense(axes: readonly BoxAxis[], mergeGap: number): boolean {
  let span = 1;
  for (const axis of axes.toReversed()) {
    if (axis.stride - span > mergeGap) return false;
    span += (axis.count - 1) * axis.stride;
  }
  return true;
}

/** Cuts a box with simplified axes into jobs, each no longer than the limits allow. */
export function* planBox(
  base: number,
  outBase: number,
  axes: readonly BoxAxis[],
  limits: PlanLimits,
): Generator<BoxJob> {
  const span = spanOf(axes);
  const dense = isDense(axes, limits.mergeGap);
  if (axes.length === 0 || (dense && span <= limits.maxSpan)) {
    yield { base, outBase, span, axes };
    return;
  }
  const [outer, ...inner] = axes as [BoxAxis, ...BoxAxis[]];
  const innerSpan = spanOf(inner);
  const group =
    dense && innerSpan <= limits.maxSpan && outer.stride > 0
      ? 1 + Math.floor((limits.maxSpan - innerSpan) / outer.stride)
      : 1;
  for (let index = 0; index < outer.count; index += group) {
    const count = Math.min(group, outer.count - index);
    const part = count === 1 ? inner : [{ ...outer, count }, ...inner];
    yield* planBox(base + index * outer.stride, outBase + index * outer.outStride, part, limits);
  }
}
