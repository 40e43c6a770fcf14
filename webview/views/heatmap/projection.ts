import { nothing, type TemplateResult } from 'lit';
import { type Marked, mark, t } from '../../../src/core/l10n';
import type { PictureAxes } from '../../../src/core/render/picture';
import type { Plane } from '../../canvas/pictures';
import { PROJECTIONS, ProjectedSource, type Projection } from '../../canvas/projectedSource';
import type { ViewContext } from '../../context';
import { chooser } from '../../controls/fields';
import { planeOf } from '../shared/planes';
import { axisTitle, freeAxes } from '../shared/slices';
import type { HeatmapSettings } from './settings';

/** Longest axis that is folded: each index is a plane to read. */
const MAX_LENGTH = 4096;

const TITLES: Readonly<Record<Projection, Marked>> = {
  mean: mark('Mean along {0}'),
  max: mark('Largest along {0}'),
  min: mark('Smallest along {0}'),
  std: mark('Deviation along {0}'),
};

/** The axis folded and how, where the settings ask for one that is free. */
export function activeProjection(
  context: ViewContext<HeatmapSettings>,
  axes: PictureAxes,
): { readonly axis: number; readonly by: Projection } | null {
  const { project } = context.own;
  if (!project || !freeAxes(context, Object.values(axes)).includes(project.axis)) return null;
  return project;
}

/** Chooses between one index and a fold along one of the free axes. */
export function projectionChooser(
  context: ViewContext<HeatmapSettings>,
  axes: PictureAxes,
): TemplateResult | typeof nothing {
  const free = freeAxes(context, Object.values(axes)).filter(
    axis => context.tensor.shape[axis]! <= MAX_LENGTH,
  );
  if (free.length === 0) return nothing;
  const active = activeProjection(context, axes);
  const choices = [
    { value: '', title: t('One Index') },
    ...free.flatMap(axis =>
      PROJECTIONS.map(by => ({
        value: `${by}/${axis}`,
        title: t(TITLES[by], axisTitle(context, axis)),
        group: axisTitle(context, axis),
      })),
    ),
  ];
  return chooser(t('Reduce'), choices, active ? `${active.by}/${active.axis}` : '', value => {
    const [by, axis] = value.split('/');
    context.setOwn({ project: value === '' ? null : { axis: Number(axis), by: by as Projection } });
  });
}

/** `Mean along Batch`. */
export function projectionTitle(
  context: ViewContext<HeatmapSettings>,
  { axis, by }: { readonly axis: number; readonly by: Projection },
): string {
  return t(TITLES[by], axisTitle(context, axis));
}

/** The plane with the folded axis as its channels, and who fetches it. */
export function projectedPlane(
  context: ViewContext<HeatmapSettings>,
  axes: PictureAxes,
  projection: { readonly axis: number; readonly by: Projection },
): { readonly main: Plane; readonly source: ProjectedSource } {
  const size = context.tensor.shape[projection.axis]!;
  const channels = Array.from({ length: size }, (_, i) => i);
  const plane = planeOf(
    context,
    { ...axes, channels: projection.axis },
    channels,
    context.own.reduce,
  );
  const { by } = projection;
  const source = context.pictures.derived(
    `projected/${by}`,
    pictures => new ProjectedSource(pictures, by),
  );
  const reduce = by === 'max' || by === 'min' ? by : plane.reduce;
  // One channel comes out, whatever goes in: budgets count what is painted.
  return { main: { ...plane, reduce, channelCount: 1 }, source };
}
