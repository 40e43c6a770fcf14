import type { ColormapId } from '../src/core/render/colormaps';
import type { MaskStyle } from '../src/core/render/maskOverlay';
import type { RangeMode, Scale } from '../src/core/render/normalise';
import type { PictureAxes, ReduceMode, ValueRange } from '../src/core/render/picture';
import type { Projection } from './canvas/projectedSource';
import type { ValueFormat } from './views/table/valueFormats';
import type { ViewId } from './views/viewIds';

/** Where a picture is held: elements at the middle of the view, and CSS pixels an element. */
export interface Zoom {
  readonly centerX: number;
  readonly centerY: number;
  readonly scale: number;
}

/** How a MASK is laid over its IMAGE. */
export interface MaskLook {
  readonly color: string | null;
  readonly opacity: number | null;
  readonly inverted: boolean;
  readonly threshold: number | null;
  readonly style: MaskStyle;
  /** Key of the image underneath (overlayTensors.ts); null lets the viewer choose, '' means none. */
  readonly under: string | null;
  /** Key of the mask laid over an image; '' means none. */
  readonly over: string;
}

/** How a LATENT is shown. */
export interface LatentLook {
  readonly mode: 'grid' | 'channel' | 'rgb';
  /** The latent format of the Latent2RGB picture; null takes the first candidate. */
  readonly format: string | null;
  readonly shared: boolean;
}

/** Which part of a tensor is shown as a line. */
export interface LineLook {
  /** Null takes the columns of the picture. */
  readonly axis: number | null;
  /** Elements shown: `[start, count]`; null shows all. */
  readonly span: readonly [number, number] | null;
}

/** Everything a user can set about one tensor's view; null means "choose for me". */
export interface Look {
  readonly view: ViewId | null;
  readonly axes: PictureAxes | null;
  readonly index: readonly number[] | null;
  readonly reduce: ReduceMode;
  /** An axis folded into one plane, and how; null shows one index. */
  readonly project: { readonly axis: number; readonly by: Projection } | null;
  readonly rangeMode: RangeMode | null;
  readonly manual: ValueRange | null;
  readonly perChannel: boolean;
  readonly scale: Scale;
  readonly exposure: number;
  readonly gamma: number;
  readonly colormap: ColormapId | null;
  readonly inverted: boolean;
  /** The one channel shown; null shows them as colours. */
  readonly channel: number | null;
  /** Blue for red. */
  readonly swapped: boolean;
  readonly mask: MaskLook;
  readonly latent: LatentLook;
  readonly line: LineLook;
  /** How the table writes values. */
  readonly valueFormat: ValueFormat;
  readonly zoom: Zoom | null;
  readonly cursor: readonly [number, number] | null;
}

export const DEFAULT_LOOK: Look = {
  view: null,
  axes: null,
  index: null,
  reduce: 'mean',
  project: null,
  rangeMode: null,
  manual: null,
  perChannel: false,
  scale: 'linear',
  exposure: 0,
  gamma: 1,
  colormap: null,
  inverted: false,
  channel: null,
  swapped: false,
  mask: {
    color: null,
    opacity: null,
    inverted: false,
    threshold: null,
    style: 'fill',
    under: null,
    over: '',
  },
  latent: { mode: 'grid', format: null, shared: false },
  line: { axis: null, span: null },
  valueFormat: 'exact',
  zoom: null,
  cursor: null,
};
