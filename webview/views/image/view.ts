import { html, nothing } from 'lit';
import { drawnAs } from '../../../src/core/contracts/classification';
import type { Layout } from '../../../src/core/contracts/layout';
import { maskContract } from '../../../src/core/contracts/mask';
import { mark, t } from '../../../src/core/l10n';
import { colorChannels } from '../../../src/core/present/present';
import { paintOptions, toneDefaults } from '../../../src/core/present/tone';
import { colorsOf, fitOf } from '../../../src/core/present/views';
import type { Picture, PictureAxes } from '../../../src/core/render/picture';
import { wholePlane } from '../../canvas/pictures';
import type { ViewContext } from '../../context';
import { emptyBox } from '../../controls/errorBox';
import { checkbox, segmented } from '../../controls/fields';
import { note } from '../../controls/note';
import '../../controls/strip';
import { channelTitle } from '../shared/channels';
import { maskStyle, opacityControl, overlayControls, setOverlay } from '../shared/overlayControls';
import {
  type OverlayTensor,
  overlayChooser,
  overlayPlane,
  overlayTensorsOf,
} from '../shared/overlayTensors';
import { indexOf, isEmpty, planeOf } from '../shared/planes';
import { type RasterSpec, rasterStage } from '../shared/raster';
import { setIndex, sliceSliders } from '../shared/slices';
import { toneControls } from '../shared/toneControls';
import type { View } from '../view';
import { IMAGE_SETTINGS, type ImageSettings } from './settings';

const THUMB_PIXELS = 96;

function channelCount(context: ViewContext<ImageSettings>, layout: Layout): number {
  return layout.channels === null ? 1 : (context.tensor.shape[layout.channels] ?? 1);
}

/** The channels fetched, and which of them are painted. */
function channelsOf(context: ViewContext<ImageSettings>, layout: Layout): readonly number[] {
  const count = channelCount(context, layout);
  const { channel, swapped } = context.own;
  if (channel !== null && channel < count) return [channel];
  return colorChannels(count, swapped);
}

/** The batch as small pictures, where there is more than one item. */
function strip(
  context: ViewContext<ImageSettings>,
  layout: Layout,
  axes: PictureAxes,
  channels: readonly number[],
) {
  const { batch } = layout;
  const { tensor, common, editor, store } = context;
  const count = batch === null ? 1 : (tensor.shape[batch] ?? 1);
  if (batch === null || count < 2) return nothing;
  const index = indexOf(tensor, common);
  const fetched = layout.channels === null ? [] : [...channels];
  const planeAt = (item: number) =>
    planeOf({ ...context, common: { ...common, index: index.with(batch, item) } }, axes, fetched);
  const painted = channels.map((_, i) => i);
  return html`<loupe-strip
    .label=${t('Batch items')}
    .count=${count}
    .selected=${index[batch]}
    .itemAt=${(item: number) => ({ caption: String(item), label: t('Item {0}', item) })}
    .load=${(item: number, signal: AbortSignal) => {
      const plane = planeAt(item);
      const shrink = THUMB_PIXELS / Math.max(plane.width, plane.height);
      return context.pictures.fetch(wholePlane(plane, shrink, Math.round), signal);
    }}
    .options=${(picture: Picture) =>
      paintOptions(picture, painted, tensor, common, editor, defaultsFor(context))}
    .sourceKey=${JSON.stringify([store.generation, context.tensorIndex, fetched])}
    .onChoose=${(item: number) => setIndex(context, batch, item)}
  ></loupe-strip>`;
}

function channelControl(context: ViewContext<ImageSettings>, layout: Layout) {
  const count = channelCount(context, layout);
  if (count < 2) return nothing;
  const choices = [
    { value: 'all', title: count === 4 ? 'RGBA' : count === 3 ? 'RGB' : t('All') },
    ...Array.from({ length: Math.min(count, 4) }, (_, c) => ({
      value: String(c),
      title: channelTitle(context, layout.channels!, c),
    })),
  ];
  const value = context.own.channel === null ? 'all' : String(context.own.channel);
  return segmented(t('Channels'), choices, value, chosen =>
    context.setOwn({ channel: chosen === 'all' ? null : Number(chosen) }),
  );
}

function notes(context: ViewContext<ImageSettings>, layout: Layout) {
  const rules = context.findings.filter(f => f.tensor === context.tensor.name).map(f => f.rule);
  const firstWrong =
    layout.wrong.length > 0 && drawnAs(context.tensor.classification)?.view === 'image';
  return html`
    ${
      firstWrong
        ? note('info', t('Stored channel first, shown as if channel last. ComfyUI reads it wrong.'))
        : nothing
    }
    ${
      rules.includes('image/range-255') && context.common.rangeMode === null
        ? note(
            'warning',
            t('Values run to 255. Shown as ComfyUI sees them: all above 1 is white.'),
            {
              title: t('Show Full Range'),
              run: () => context.setCommon({ rangeMode: 'full' }),
            },
          )
        : nothing
    }
  `;
}

/** OpenCV writes blue first: swapping shows such a picture as it was meant. */
function swapControl(context: ViewContext<ImageSettings>) {
  const layout = colorsOf(context.tensor);
  if (!layout || channelCount(context, layout) < 3) return nothing;
  return checkbox(t('Swap red and blue'), context.own.swapped, swapped =>
    context.setOwn({ swapped }),
  );
}

/** The mask laid over the image, where the user chose one. */
function chosenMask(
  context: ViewContext<ImageSettings>,
  masks: readonly OverlayTensor[],
): OverlayTensor | null {
  const { over } = context.common.overlay;
  return masks.find(({ key }) => key === over && key !== '') ?? null;
}

function overlaySpec(
  context: ViewContext<ImageSettings>,
  over: OverlayTensor | null,
): Partial<RasterSpec> {
  if (!over) return {};
  const laid = { plane: overlayPlane(context, over), style: maskStyle(context) };
  return over.sameSize ? { mask: laid } : { mismatched: laid };
}

function defaultsFor({ tensor }: ViewContext<ImageSettings>) {
  return toneDefaults('image', tensor);
}

/** IMAGE, and anything that reads as one. */
export const imageView: View<ImageSettings> = {
  id: 'image',
  title: mark('Image'),
  icon: 'file-media',
  isPicture: true,
  settings: IMAGE_SETTINGS,
  fit: ({ tensor }) => fitOf('image', tensor),
  render(context) {
    const layout = colorsOf(context.tensor);
    if (isEmpty(context.tensor) || !layout)
      return emptyBox('circle-slash', t('This image has no pixels: one of its sizes is 0.'));
    const axes = { rows: layout.rows!, columns: layout.columns!, channels: layout.channels };
    const channels = channelsOf(context, layout);
    const masks = overlayTensorsOf(context, maskContract);
    const over = chosenMask(context, masks);
    return html`
      <div class="view-bar">
        ${sliceSliders(context, [axes.rows, axes.columns, axes.channels])}
        ${channelControl(context, layout)}
        ${overlayChooser(context, t('Mask'), maskContract, masks, over, key => setOverlay(context, { over: key }))}
        ${over ? opacityControl(context) : nothing}
      </div>
      ${notes(context, layout)}
      ${rasterStage(context, {
        main: planeOf(context, axes, layout.channels === null ? [] : [...channels]),
        channels: channels.map((_, i) => i),
        defaults: defaultsFor(context),
        smooth: true,
        colors: true,
        ...overlaySpec(context, over),
      })}
      ${strip(context, layout, axes, channels)}
    `;
  },
  display(context) {
    const over = chosenMask(context, overlayTensorsOf(context, maskContract));
    return html`${over ? overlayControls(context) : nothing} ${swapControl(context)}
    ${toneControls(context, defaultsFor(context))}`;
  },
};
