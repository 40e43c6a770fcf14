import { html, type TemplateResult } from 'lit';
import { kindTitle } from '../../../src/core/contracts/classification';
import { t } from '../../../src/core/l10n';
import { paintOptions, type ToneDefaults } from '../../../src/core/present/tone';
import type { PaintOptions } from '../../../src/core/render/paint';
import type { Picture, Region } from '../../../src/core/render/picture';
import type { MaskStyleOptions } from '../../canvas/layers';
import type { MismatchedMaskSpec } from '../../canvas/mismatchedMask';
import type { Plane, PlaneSource } from '../../canvas/pictures';
import type { StageEvents } from '../../canvas/stageEvents';
import type { OwnPlane, ViewContext } from '../../context';
import { formatNumber, formatShape } from '../../format';
import type { CommonSettings } from '../../viewSettings';
import { probeOf } from './probes';
import { stepFirst } from './slices';
import '../../canvas/stage';

/** What a stage shows, and how its numbers become colours. */
export interface RasterSpec {
  readonly main: Plane;
  readonly mask?: { readonly plane: Plane; readonly style: MaskStyleOptions } | null;
  /** A mask of another size than `main`. */
  readonly mismatched?: MismatchedMaskSpec | null;
  /** Channels of the fetched picture that are painted. */
  readonly channels: readonly number[];
  readonly defaults: ToneDefaults;
  /** For pictures whose colours are worked out another way. */
  readonly options?: (base: Picture) => PaintOptions;
  /** Photographs look better smoothed at low zoom, as in VS Code's own preview; data never is. */
  readonly smooth?: true;
  /** For pictures that are made from others; where their pixels come from is `origin`. */
  readonly source?: PlaneSource;
  readonly origin?: OwnPlane;
  /** The channels are red, green, blue and maybe alpha. */
  readonly colors?: boolean;
  /** What a pixel's value is, where it is worked out from several: `Mean along Batch`. */
  readonly computed?: string;
}

/** As VS Code's image preview: pixels show as squares from three screen pixels on. */
const SMOOTH_BELOW = 3;

/** The zoomable picture that the raster views share. */
export function rasterStage(context: ViewContext, spec: RasterSpec): TemplateResult {
  const { tensor, common, editor, store, session } = context;
  const planes = session.steady({ main: spec.main, mask: spec.mask?.plane ?? null });
  const options =
    spec.options ??
    ((base: Picture) => paintOptions(base, spec.channels, tensor, common, editor, spec.defaults));
  return html`<loupe-stage
    .source=${spec.source ?? context.pictures}
    .planes=${planes}
    .options=${options}
    .mask=${spec.mask?.style ?? null}
    .mismatched=${spec.mismatched ?? null}
    .label=${summary(context)}
    .zoom=${common.zoom}
    .cursor=${cursorIn(common.cursor, spec.main)}
    .region=${inside(session.region.value, spec.main)}
    .generation=${store.generation}
    .smoothBelow=${spec.smooth ? SMOOTH_BELOW : 0}
    .events=${stageEvents(context, spec)}
  ></loupe-stage>`;
}

function stageEvents(context: ViewContext, spec: RasterSpec): StageEvents {
  const { session } = context;
  return {
    surface: surface => session.surface.set(surface),
    opens: () => session.opens(),
    zoom: zoom => context.setCommon({ zoom }),
    scale: scale => session.scale.set(scale),
    fidelity: fidelity => session.fidelity.set(fidelity),
    cursor: cursor => context.setCommon({ cursor }),
    probe: at => session.probe.set(probeOf(context, spec, at)),
    unprobe: () => session.probe.set(null),
    region: region => session.region.set(region),
    loaded: (picture, options, mask) => {
      session.maskShown.set(spec.mismatched ? null : (mask ?? picture));
      session.shown.set({ picture, plane: spec.main, options, own: ownPlane(context, spec) });
    },
    step: by => stepFirst(context, Object.values(spec.main.axes), by),
    showLog: () => void context.host.call('showLog', undefined),
  };
}

/** The plane of the tensor shown among those on screen. */
function ownPlane(context: ViewContext, spec: RasterSpec): OwnPlane | null {
  const mask = spec.mask?.plane ?? spec.mismatched?.plane;
  const own = [spec.origin, { plane: spec.main, factor: 1 }, mask && { plane: mask, factor: 1 }];
  return (
    own.find(one => one?.plane.tensor === context.tensorIndex && one.plane.file === undefined) ??
    null
  );
}

/** Nothing, where the plane has become smaller since. */
function cursorIn(
  cursor: CommonSettings['cursor'],
  { width, height }: Plane,
): CommonSettings['cursor'] {
  return cursor && cursor[0] < width && cursor[1] < height ? cursor : null;
}

/** Nothing, where the plane has become smaller since. */
function inside(region: Region | null, { width, height }: Plane): Region | null {
  const fits = region && region.x + region.width <= width && region.y + region.height <= height;
  return fits ? region : null;
}

/** The picture in words, for who cannot see it. */
function summary(context: ViewContext): string {
  const { tensor } = context;
  const { shown } = context.session;
  const kind = kindTitle(tensor.classification) ?? t('tensor');
  const head = `${context.title}: ${kind} ${tensor.dtype} ${formatShape(tensor.shape)}`;
  const picture = shown.value?.plane.tensor === context.tensorIndex ? shown.value.picture : null;
  if (!picture) return head;
  const finite = picture.ranges.filter(range => range !== null);
  const min = Math.min(...finite.map(range => range.min));
  const max = Math.max(...finite.map(range => range.max));
  const range =
    finite.length > 0
      ? t('values {0} to {1}', formatNumber(min), formatNumber(max))
      : t('no finite values');
  return t('{0}; {1}; {2} NaN, {3} Inf', head, range, picture.nanCount, picture.infCount);
}
