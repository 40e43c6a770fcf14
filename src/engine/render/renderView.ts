import type { PictureView } from '../../core/contracts/contract';
import { TensorFileError } from '../../core/errors';
import { t } from '../../core/l10n';
import { openingView, type Subject } from '../../core/present/views';
import { renderChannels } from './channels';
import { renderHeatmap } from './heatmap';
import { renderImage, renderMask } from './imageAndMask';
import { renderLine } from './line';
import type { RenderedView, RenderInput, RenderOptions, RenderView } from './renderInput';
import { renderRgb } from './rgb';

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
