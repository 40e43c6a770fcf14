import { t } from '../../../src/core/l10n';
import type { Plane } from '../../canvas/pictures';
import type { StageProbe } from '../../canvas/stageEvents';
import type { Probe, ProbePart, ViewContext } from '../../context';
import type { RasterSpec } from './raster';

/** What a place on a picture says: of the tensor shown first, then of what lies over or under it. */
export function probeOf(context: ViewContext, spec: RasterSpec, at: StageProbe): Probe {
  const { x, y, from } = at;
  const factor = spec.origin?.factor ?? 1;
  const [px, py] = [Math.floor(x / factor), Math.floor(y / factor)];
  const main = spec.origin?.plane ?? spec.main;
  const parts: ProbePart[] = [];
  if (spec.computed) parts.push({ name: spec.computed, plane: null, near: at.near, exact: false });
  const hasNear = !spec.origin && !spec.computed;
  const near = hasNear ? at.near : [];
  const isColor = spec.colors === true;
  parts.push({ name: '', plane: main, near, exact: at.exact, isColor });
  const mask = maskPart(spec, at);
  if (mask) parts.push(mask);
  if (main.tensor !== context.tensorIndex || main.file !== undefined) parts.reverse();
  return { x: px, y: py, from, parts };
}

function maskPart(spec: RasterSpec, { x, y, maskNear }: StageProbe): ProbePart | null {
  const over = spec.mask ?? spec.mismatched;
  if (!over) return null;
  const { plane } = over;
  const name = t('mask');
  // A noise mask is scaled: none of its own elements lies under the pixel alone.
  if ('parts' in plane)
    return maskNear === null ? null : { name, plane: null, near: [maskNear], exact: false };
  if (!isInside(plane, x, y)) return null;
  return { name, plane, near: maskNear === null ? [] : [maskNear], exact: false };
}

function isInside({ width, height }: Plane, x: number, y: number): boolean {
  return x < width && y < height;
}
