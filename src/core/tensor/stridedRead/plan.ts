/** One axis of a box: how far apart neighbours lie in the file and in the result, in units. */
export interface BoxAxis {
  readonly count: number;
  readonly stride: number;
  readonly outStride: number;
}

/**
 * A part of a box that is held in memory at once: `runs` reads of `runSpan` units, `runStride` apart from
 * `base`, put one after the other. `axes` lay out what was read so.
 */
export interface BoxJob {
  readonly base: number;
  readonly outBase: number;
  readonly runs: number;
  readonly runSpan: number;
  readonly runStride: number;
  readonly axes: readonly BoxAxis[];
}

/** Bounds of one read. */
export interface PlanLimits {
  /** Most that one job holds, in units. */
  readonly maxSpan: number;
  /** Most reads of one job; 1 where a job must be one run. */
  readonly maxRuns: number;
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

/** Cuts a box with simplified axes into jobs, each no larger than the limits allow. */
export function* planBox(
  base: number,
  outBase: number,
  axes: readonly BoxAxis[],
  limits: PlanLimits,
): Generator<BoxJob> {
  const { maxSpan, mergeGap, maxRuns } = limits;
  const span = spanOf(axes);
  const dense = isDense(axes, mergeGap);
  if (axes.length === 0 || (dense && span <= maxSpan)) {
    yield { base, outBase, runs: 1, runSpan: span, runStride: 0, axes };
    return;
  }
  const [outer, ...inner] = axes as [BoxAxis, ...BoxAxis[]];
  const innerSpan = spanOf(inner);
  const fits = innerSpan <= maxSpan && outer.stride > 0;
  // A hole too long to read over: the runs beside it are read one by one into one place, so that the
  // copy into the result works on many rows at once.
  const asRuns = fits && !dense && isDense(inner, mergeGap);
  const group = asRuns
    ? Math.min(maxRuns, Math.max(1, Math.floor(maxSpan / innerSpan)))
    : fits && dense
      ? 1 + Math.floor((maxSpan - innerSpan) / outer.stride)
      : 1;
  for (let index = 0; index < outer.count; index += group) {
    const count = Math.min(group, outer.count - index);
    const part = { base: base + index * outer.stride, outBase: outBase + index * outer.outStride };
    if (asRuns && count > 1) {
      const packed = [{ ...outer, count, stride: innerSpan }, ...inner];
      yield { ...part, runs: count, runSpan: innerSpan, runStride: outer.stride, axes: packed };
    } else {
      const rest = count === 1 ? inner : [{ ...outer, count }, ...inner];
      yield* planBox(part.base, part.outBase, rest, limits);
    }
  }
}
