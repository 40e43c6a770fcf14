import type { PictureView } from '../../core/contracts/contract';
import { TensorFileError } from '../../core/errors';
import { t } from '../../core/l10n';
import { openingView, type Subject } from '../../core/present/views';
import type { ColormapId } from '../../core/render/colormaps';
import type { ValueRange } from '../../core/render/picture';
import type { Tensor } from '../../core/tensor/tensor';
import { renderChannels } from './channels';
import { renderHeatmap } from './heatmap';
import { renderImage, renderMask } from './imageAndMask';
import { renderLine } from './line';
import { renderRgb } from './rgb';

export const RENDER_VIEWS = ['image', 'mask', 'channels', 'rgb', 'heatmap', 'line'] as const;
export type RenderView = (typeof RENDER_VIEWS)[number];

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

type Render = (
  input: RenderInput,
  options: RenderOptions,
  signal?: AbortSignal,
) => Promise<RenderedView>;

const RENDERERS: Readonly<Record<RenderView, Render>> = {
  image: renderImage,
  mask: renderMask,
  channels: renderChannels,
  rgb: renderRgb,
  heatmap: renderHeatmap,
  line: renderLine,
};

/** What a view of the editor is called here. */
const NAMES: Readonly<Record<PictureView, RenderView>> = {
  image: 'image',
  mask: 'mask',
  latent: 'channels',
  heatmap: 'heatmap',
  line: 'line',
};

/** The view that the editor opens a tensor in; a heatmap where it draws none. */
export function defaultView(subject: Subject): RenderView {
  const view = openingView(subject);
  return view ? NAMES[view] : 'heatmap';
}

/**
 * The picture that the viewer would show of a tensor, as pixels.
 * @throws TensorFileError when the view does not fit the tensor.
 */
export function renderView(
  input: RenderInput,
  options: RenderOptions,
  signal?: AbortSignal,
): Promise<RenderedView> {
  const { tensor } = input;
  if (tensor.shape.includes(0)) {
    throw new TensorFileError(t`"${tensor.name}" has no elements: there is nothing to draw`, {
      tensor: tensor.name,
    });
  }
  if (options.index.length > tensor.shape.length) {
    throw new TensorFileError(
      t`--index has ${options.index.length} entries, "${tensor.name}" has ${tensor.shape.length} axes`,
      { tensor: tensor.name },
    );
  }
  return RENDERERS[options.view](input, options, signal);
}
