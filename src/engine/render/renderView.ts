import type { Kind } from '../../core/contracts/index';
import { TensorFileError } from '../../core/errors';
import { t } from '../../core/l10n';
import type { ColormapId } from '../../core/render/colormaps';
import type { ValueRange } from '../../core/render/picture';
import type { Tensor } from '../../core/tensor/tensor';
import { renderChannels } from './channels';
import { renderHeatmap } from './heatmap';
import { renderImage, renderMask } from './imageAndMask';
import { renderRgb } from './rgb';

export const RENDER_VIEWS = ['image', 'mask', 'channels', 'rgb', 'heatmap'] as const;
export type RenderView = (typeof RENDER_VIEWS)[number];

/** A tensor to draw, with what is known of it. */
export interface RenderInput {
  readonly tensor: Tensor;
  readonly kind: Kind | null;
  readonly candidates: readonly string[];
  /** What stored values are multiplied by: 1, but for a `.latent` of the old format. */
  readonly multiplier: number;
}

/** What the viewer's controls would say. */
export interface RenderOptions {
  readonly view: RenderView;
  /** One entry per axis: an index, or null for an axis that is shown. Empty: the view's own choice. */
  readonly index: readonly (number | null)[];
  readonly colormap: ColormapId;
  /** Null: the view's own range. */
  readonly range: ValueRange | null;
  readonly maxSize: number;
  readonly mask: RenderInput | null;
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
};

const VIEW_OF_KIND: Readonly<Record<Kind, RenderView>> = {
  IMAGE: 'image',
  MASK: 'mask',
  LATENT: 'channels',
};

/** The view that the editor opens a tensor in. */
export function defaultView(kind: Kind | null): RenderView {
  return kind ? VIEW_OF_KIND[kind] : 'heatmap';
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
