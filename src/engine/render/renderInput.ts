import { PICTURE_VIEWS, type PictureView } from '../../core/contracts/contract';
import type { Subject } from '../../core/present/views';
import type { ColormapId } from '../../core/render/colormaps';
import type { ValueRange } from '../../core/render/picture';
import type { Tensor } from '../../core/tensor/tensor';

/** The two pictures of a latent. */
const LATENT_VIEWS = ['channels', 'rgb'] as const;
export type RenderView = Exclude<PictureView, 'latent'> | (typeof LATENT_VIEWS)[number];

/** What the command line calls the views that it draws. */
export const RENDER_VIEWS: readonly RenderView[] = PICTURE_VIEWS.flatMap(view =>
  view === 'latent' ? LATENT_VIEWS : [view],
);

/** A tensor to draw, with what is known of it. */
export interface RenderInput {
  readonly tensor: Tensor;
  readonly subject: Subject;
  /** What stored values are multiplied by: 1, but for a `.latent` of the old format. */
  readonly multiplier: number;
}

/** What the viewer's controls would say. */
export interface RenderOptions {
  readonly view: RenderView;
  /** One entry per axis: an index, or null for an axis that is shown. Empty: the view's own choice. */
  readonly index: readonly (number | null)[];
  /** Null: the view's own. */
  readonly colormap: ColormapId | null;
  /** Null: the view's own range. */
  readonly range: ValueRange | null;
  readonly maxSize: number;
  readonly mask: RenderInput | null;
  /** The IMAGE of its file that a MASK lies over; null for none. */
  readonly under: RenderInput | null;
  readonly opacity: number;
  readonly latentFormat: string | null;
}

/** 8-bit RGBA, row by row, alpha not premultiplied. */
export interface RenderedView {
  readonly width: number;
  readonly height: number;
  readonly rgba: Uint8ClampedArray;
  /** Something that the picture leaves open, for the person. */
  readonly note?: string;
}
