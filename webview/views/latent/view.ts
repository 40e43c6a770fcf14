import { html, nothing } from 'lit';
import { maskContract } from '../../../src/core/contracts/mask';
import { mark, t } from '../../../src/core/l10n';
import { FULL_GRAY, paintOptions, UNIT_GRAY } from '../../../src/core/present/tone';
import { fitOf } from '../../../src/core/present/views';
import { hasLatentRgb, latentPictureSize } from '../../../src/core/render/latentRgb';
import { unionRange } from '../../../src/core/render/normalise';
import type { Picture } from '../../../src/core/render/picture';
import { fidelityOf } from '../../canvas/fidelity';
import { LatentRgbSource } from '../../canvas/latentSource';
import { NoiseMaskSource } from '../../canvas/noiseMask';
import type { Plane, PlaneSource } from '../../canvas/pictures';
import type { ViewContext } from '../../context';
import { emptyBox } from '../../controls/errorBox';
import { checkbox, chooser, segmented, slider } from '../../controls/fields';
import { note } from '../../controls/note';
import {
  coverage,
  maskStyle,
  opacityControl,
  overlayControls,
  setOverlay,
} from '../shared/overlayControls';
import { type OverlayTensor, overlayChooser } from '../shared/overlayTensors';
import { isEmpty, planeOf } from '../shared/planes';
import { rasterStage } from '../shared/raster';
import { sliceSliders } from '../shared/slices';
import { toneControls } from '../shared/toneControls';
import type { View } from '../view';
import { chosenNoiseMask, noiseMasksOf, noisePlane } from './noiseMasks';
import { LATENT_SETTINGS, type LatentSettings } from './settings';
import './channelGrid';

/** LATENT: every channel side by side, or one large. */
export const latentView: View<LatentSettings> = {
  id: 'latent',
  title: mark('Latent'),
  icon: 'symbol-array',
  isPicture: true,
  settings: LATENT_SETTINGS,
  fit: ({ tensor }) => fitOf('latent', tensor),
  render(context) {
    if (isEmpty(context.tensor))
      return emptyBox('circle-slash', t('This latent has no values: one of its sizes is 0.'));
    const { layout, own, setOwn } = context;
    const axes = { rows: layout.rows!, columns: layout.columns!, channels: layout.channels };
    const mode = modeOf(context);
    const masks = noiseMasksOf(context);
    const over = chosenNoiseMask(context, masks);
    return html`
      <div class="view-bar">
        ${segmented(t('Show'), modes(context), mode, chosen => setOwn({ mode: chosen }))}
        ${sliceSliders(context, [axes.rows, axes.columns, axes.channels])}
        ${mode === 'channel' ? channelSlider(context) : nothing}
        ${mode === 'rgb' ? formatChooser(context) : nothing}
        ${
          mode === 'grid'
            ? checkbox(t('Shared range'), own.shared, shared => setOwn({ shared }))
            : nothing
        }
        ${overlayChooser(context, t('Noise mask'), maskContract, masks, over, key =>
          setOverlay(context, { over: key }),
        )}
        ${over ? html`${opacityControl(context)} ${coverage(context)}` : nothing}
      </div>
      ${notes(context)} ${BODIES[mode](context, over)}
    `;
  },
  display(context) {
    const over = chosenNoiseMask(context, noiseMasksOf(context));
    return html`${over ? overlayControls(context) : nothing}
    ${toneControls(context, modeOf(context) === 'rgb' ? UNIT_GRAY : FULL_GRAY)}`;
  },
};

const BODIES = { grid, channel: oneChannel, rgb: rgbPicture } as const;

/** The mode in force: RGB only where a candidate format has factors. */
function modeOf(context: ViewContext<LatentSettings>): LatentSettings['mode'] {
  const { mode } = context.own;
  return mode === 'rgb' && !rgbFormat(context) ? 'grid' : mode;
}

function modes(
  context: ViewContext<LatentSettings>,
): { value: LatentSettings['mode']; title: string }[] {
  const raw = [
    { value: 'grid' as const, title: t('All Channels') },
    { value: 'channel' as const, title: t('One Channel') },
  ];
  return rgbFormat(context) ? [...raw, { value: 'rgb' as const, title: 'Latent2RGB' }] : raw;
}

/** The format of the Latent2RGB picture: the user's, else the first candidate that has factors. */
function rgbFormat(context: ViewContext<LatentSettings>): string | null {
  const able = context.tensor.classification.candidates.filter(hasLatentRgb);
  const chosen = able.find(name => name === context.own.format);
  return chosen ?? able[0] ?? null;
}

function channelCount(context: ViewContext<LatentSettings>): number {
  return context.tensor.shape[context.layout.channels!] ?? 1;
}

function channelSlider(context: ViewContext<LatentSettings>) {
  const count = channelCount(context);
  return slider({
    label: t('Channel'),
    min: 0,
    max: count - 1,
    step: 1,
    value: Math.min(count - 1, context.own.channel),
    suffix: t('of {0}', count),
    onInput: value => context.setOwn({ channel: Math.round(value) }),
  });
}

function latentPlane(context: ViewContext<LatentSettings>) {
  const { layout } = context;
  const axes = { rows: layout.rows!, columns: layout.columns!, channels: layout.channels };
  const all = Array.from({ length: channelCount(context) }, (_, channel) => channel);
  return planeOf(context, axes, all);
}

/** The noise mask over a plane of the latent, as stages and the grid take it. */
function maskOver(context: ViewContext<LatentSettings>, over: OverlayTensor | null, latent: Plane) {
  return over ? { plane: noisePlane(context, over, latent), style: maskStyle(context) } : null;
}

function grid(context: ViewContext<LatentSettings>, over: OverlayTensor | null) {
  const { tensor, common, editor, store, session } = context;
  const plane = latentPlane(context);
  const everyChannel = { name: '', plane, near: [], exact: true };
  const options = (picture: Picture, channel: number) => {
    const own = paintOptions(picture, [channel], tensor, common, editor, FULL_GRAY);
    if (!context.own.shared || common.rangeMode === 'manual') return own;
    const all = unionRange(picture.ranges);
    return all ? { ...own, ranges: [all] } : own;
  };
  return html`<loupe-channel-grid
    .source=${context.pictures}
    .plane=${plane}
    .options=${options}
    .mask=${maskOver(context, over, plane)}
    .name=${tensor.name || t('latent')}
    .generation=${store.generation}
    .onChoose=${(channel: number) => context.setOwn({ channel, mode: 'channel' })}
    .session=${session}
    .onLoaded=${(picture: Picture, mask: Picture | null) => {
      session.maskShown.set(mask);
      const own = { plane, factor: 1 };
      session.shown.set({ picture, plane, options: options(picture, 0), own });
      session.fidelity.set(fidelityOf(picture));
    }}
    .onProbe=${(at: readonly [number, number] | null) =>
      session.probe.set(at && { x: at[0], y: at[1], from: 'pointer', parts: [everyChannel] })}
    .onLog=${() => void context.host.call('showLog', undefined)}
  ></loupe-channel-grid>`;
}

function oneChannel(context: ViewContext<LatentSettings>, over: OverlayTensor | null) {
  const channel = Math.min(channelCount(context) - 1, context.own.channel);
  const { layout } = context;
  const axes = { rows: layout.rows!, columns: layout.columns!, channels: layout.channels };
  const main = planeOf(context, axes, [channel]);
  return rasterStage(context, {
    main,
    mask: maskOver(context, over, main),
    channels: [0],
    defaults: FULL_GRAY,
    source: context.pictures.derived('masked', from => new NoiseMaskSource(from, from, false)),
  });
}

/** Latent2RGB pictures of one format, under the noise mask. */
function rgbSource({ pictures }: ViewContext, format: string, factor: number): PlaneSource {
  const rgb = pictures.derived(
    `latentRgb/${format}`,
    from => new LatentRgbSource(from, format, factor),
  );
  return pictures.derived(`masked/${format}`, from => new NoiseMaskSource(rgb, from, true));
}

function rgbPicture(context: ViewContext<LatentSettings>, over: OverlayTensor | null) {
  const format = rgbFormat(context)!;
  const raw = latentPlane(context);
  const shape = [raw.channelCount, raw.height, raw.width];
  const { width, height } = latentPictureSize(format, shape);
  const factor = width / raw.width;
  return rasterStage(context, {
    main: { ...raw, width, height },
    mask: maskOver(context, over, raw),
    channels: [0, 1, 2],
    defaults: UNIT_GRAY,
    source: rgbSource(context, format, factor),
    origin: { plane: raw, factor },
  });
}

function formatChooser(context: ViewContext<LatentSettings>) {
  const able = context.tensor.classification.candidates.filter(hasLatentRgb);
  const chosen = rgbFormat(context);
  if (!chosen) return nothing;
  const choices = able.map(name => ({ value: name, title: name }));
  return chooser(t('Latent format'), choices, chosen, format => context.setOwn({ format }), {
    title: t('The shape alone allows these; the file does not say which'),
  });
}

function notes(context: ViewContext<LatentSettings>) {
  const old = context.findings.some(f => f.rule === 'latent/old-format');
  const able = context.tensor.classification.candidates.filter(hasLatentRgb);
  if (modeOf(context) === 'rgb' && able.length > 1 && context.own.format === null)
    return note(
      'info',
      t(
        '{0} channels fit {1}; the file does not say which. Shown as {2}.',
        channelCount(context),
        able.join(', '),
        able[0]!,
      ),
    );
  return old
    ? note(
        'info',
        t('Old .latent without a version marker: LoadLatent multiplies it by 1/0.18215.'),
      )
    : nothing;
}
