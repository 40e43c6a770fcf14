import { html, nothing } from 'lit';
import { imageContract } from '../../../src/core/contracts/image';
import { mark, t } from '../../../src/core/l10n';
import { UNIT_GRAY } from '../../../src/core/present/tone';
import { fitOf } from '../../../src/core/present/views';
import { looksInverted } from '../../../src/core/render/maskOverlay';
import type { Plane } from '../../canvas/pictures';
import type { ViewContext } from '../../context';
import { emptyBox } from '../../controls/errorBox';
import { note } from '../../controls/note';
import { formatShape } from '../../format';
import {
  coverage,
  maskStyle,
  opacityControl,
  overlayControls,
  setOverlay,
} from '../shared/overlayControls';
import {
  type OverlayTensor,
  overlayChooser,
  overlayPlane,
  overlayTensorsOf,
} from '../shared/overlayTensors';
import { isEmpty, planeOf } from '../shared/planes';
import { type RasterSpec, rasterStage } from '../shared/raster';
import { sliceSliders } from '../shared/slices';
import { toneControls } from '../shared/toneControls';
import type { View } from '../view';

function chosenUnder(context: ViewContext, all: readonly OverlayTensor[]): OverlayTensor | null {
  const wanted = context.common.overlay.under;
  if (wanted === '') return null;
  return all.find(under => under.key === wanted) ?? all[0] ?? null;
}

function sizeNote(context: ViewContext, under: OverlayTensor | null) {
  const rules = context.findings.filter(f => f.tensor === context.tensor.name);
  const other = under && !under.sameSize ? under : null;
  const resize = other ? resizeAction(context, other) : undefined;
  if (rules.some(f => f.rule === 'mask/placeholder'))
    return note(
      'warning',
      t('An empty 64 x 64 mask: what LoadImage gives for an image without alpha.'),
      resize,
    );
  if (!other) return nothing;
  return note(
    'warning',
    t(
      'This mask is {0}, {1} is {2}: drawn at its own size.',
      formatShape(context.tensor.shape),
      other.title,
      formatShape(other.tensor.shape),
    ),
    resize,
  );
}

/** Says that a mask may be the wrong way round, with its mend. */
function inversionNote({ session, host, tensorIndex }: ViewContext) {
  const shown = session.maskShown.value;
  if (!shown || !looksInverted(shown)) return nothing;
  return note(
    'info',
    t('Most of this mask is selected, its border too: it looks inverted (1 = selected).'),
    {
      title: t('Invert Mask'),
      run: () => void host.call('convert', { tensor: tensorIndex, conversion: 'invertMask' }),
    },
  );
}

/** Writes the mask at the size of the image under it, of this file or of another. */
function resizeAction({ host, tensorIndex }: ViewContext, { tensor, layout }: OverlayTensor) {
  const options = {
    width: String(tensor.shape[layout.columns!]),
    height: String(tensor.shape[layout.rows!]),
  };
  return {
    title: t('Resize to Image'),
    run: () =>
      void host.call('convert', { tensor: tensorIndex, conversion: 'resizeMask', options }),
  };
}

/** MASK over the IMAGE of its size; alone as gray. */
export const maskView: View = {
  id: 'mask',
  title: mark('Mask'),
  icon: 'layers',
  isPicture: true,
  settings: {},
  fit: ({ tensor }) => fitOf('mask', tensor),
  render(context) {
    if (isEmpty(context.tensor))
      return emptyBox('circle-slash', t('This mask has no pixels: one of its sizes is 0.'));
    const { layout } = context;
    const all = overlayTensorsOf(context, imageContract);
    const under = chosenUnder(context, all);
    const axes = { rows: layout.rows!, columns: layout.columns!, channels: null };
    const own = planeOf(context, axes);
    const spec = specOf(context, own, under);
    return html`
      <div class="view-bar">
        ${sliceSliders(context, [axes.rows, axes.columns])}
        ${under ? opacityControl(context) : nothing} ${overlayChooser(context, t('Over'), imageContract, all, under, key => setOverlay(context, { under: key }))}
        ${coverage(context)}
      </div>
      ${sizeNote(context, under)} ${inversionNote(context)} ${rasterStage(context, spec)}
    `;
  },
  display(context) {
    const under = chosenUnder(context, overlayTensorsOf(context, imageContract));
    return under ? overlayControls(context) : toneControls(context, UNIT_GRAY);
  },
};

/** What the stage shows: the mask over its image, beside its size, or alone in gray. */
function specOf(context: ViewContext, own: Plane, under: OverlayTensor | null): RasterSpec {
  if (!under) return { main: own, channels: [0], defaults: UNIT_GRAY };
  const main = overlayPlane(context, under);
  const style = maskStyle(context);
  return {
    main,
    mask: under.sameSize ? { plane: own, style } : null,
    mismatched: under.sameSize ? null : { plane: own, style },
    channels: main.channelCount >= 3 ? [0, 1, 2] : [0],
    defaults: UNIT_GRAY,
    smooth: true,
    colors: main.channelCount >= 3,
  };
}
