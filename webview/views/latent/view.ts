import { html, nothing } from 'lit';
import { mark, t } from '../../../src/core/l10n';
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
import type { LatentLook } from '../../viewSettings';
import {
  coverage,
  maskStyle,
  opacityControl,
  overlayControls,
  setMask,
} from '../shared/overlayControls';
import { type OverlayTensor, overlayChooser } from '../shared/overlayTensors';
import { isEmpty, planeOf } from '../shared/planes';
import { paintOptions } from '../shared/ranges';
import { rasterStage } from '../shared/raster';
import { sliceSliders } from '../shared/slices';
import { toneControls } from '../shared/toneControls';
import type { View } from '../view';
import { chosenNoiseMask, noiseMasksOf, noisePlane } from './noiseMasks';
import './channelGrid';

const DEFAULTS = { rangeMode: 'full', colormap: 'gray' } as const;
const RGB_DEFAULTS = { rangeMode: 'unit', colormap: 'gray' } as const;

/** LATENT: every channel side by side, or one large. */
export const latentView: View = {
  id: 'latent',
  title: mark('Latent'),
  icon: 'symbol-array',
  fit({ tensor, layout }) {
    const { kind, role } = tensor.classification;
    const fits = kind === 'LATENT' && role !== 'noise_mask' && layout.channels !== null;
    return fits && tensor.numeric ? 100 : 0;
  },
  render(context) {
    if (isEmpty(context.tensor))
      return emptyBox('circle-slash', t('This latent has no values: one of its sizes is 0.'));
    const { layout, look } = context;
    const axes = { rows: layout.rows!, columns: layout.columns!, channels: layout.channels };
    const mode = modeOf(context);
    const masks = noiseMasksOf(context);
    const over = chosenNoiseMask(context, masks);
    return html`
      <div class="view-bar">
        ${segmented(t('Show'), modes(context), mode, chosen => setLatent(context, { mode: chosen }))}
        ${sliceSliders(context, [axes.rows, axes.columns, axes.channels])}
        ${mode === 'channel' ? channelSlider(context) : nothing}
        ${mode === 'rgb' ? formatChooser(context) : nothing}
        ${
          mode === 'grid'
            ? checkbox(t('Shared range'), look.latent.shared, shared =>
                setLatent(context, { shared }),
              )
            : nothing
        }
        ${overlayChooser(context, t('Noise mask'), 'MASK', masks, over, key =>
          setMask(context, { over: key }),
        )}
        ${over ? html`${opacityControl(context)} ${coverage(context)}` : nothing}
      </div>
      ${notes(context)} ${BODIES[mode](context, over)}
    `;
  },
  display(context) {
    const over = chosenNoiseMask(context, noiseMasksOf(context));
    return html`${over ? overlayControls(context) : nothing}
    ${toneControls(context, modeOf(context) === 'rgb' ? RGB_DEFAULTS : DEFAULTS)}`;
  },
};

const BODIES = { grid, channel: oneChannel, rgb: rgbPicture } as const;

/** The mode in force: RGB only where a candidate format has factors. */
function modeOf(context: ViewContext): LatentLook['mode'] {
  const { mode } = context.look.latent;
  return mode === 'rgb' && !rgbFormat(context) ? 'grid' : mode;
}

function modes(context: ViewContext): { value: LatentLook['mode']; title: string }[] {
  const raw = [
    { value: 'grid' as const, title: t('All Channels') },
    { value: 'channel' as const, title: t('One Channel') },
  ];
  return rgbFormat(context) ? [...raw, { value: 'rgb' as const, title: 'Latent2RGB' }] : raw;
}

/** The format of the Latent2RGB picture: the user's, else the first candidate that has factors. */
function rgbFormat(context: ViewContext): string | null {
  const able = context.tensor.classification.candidates.filter(hasLatentRgb);
  const chosen = able.find(name => name === context.look.latent.format);
  return chosen ?? able[0] ?? null;
}

function setLatent(context: ViewContext, patch: Partial<LatentLook>): void {
  context.set({ latent: { ...context.look.latent, ...patch } });
}

function channelCount(context: ViewContext): number {
  return context.tensor.shape[context.layout.channels!] ?? 1;
}

function channelSlider(context: ViewContext) {
  const count = channelCount(context);
  return slider({
    label: t('Channel'),
    min: 0,
    max: count - 1,
    step: 1,
    value: Math.min(count - 1, context.look.channel ?? 0),
    suffix: t('of {0}', count),
    onInput: value => context.set({ channel: Math.round(value) }),
  });
}

function latentPlane(context: ViewContext) {
  const { layout } = context;
  const axes = { rows: layout.rows!, columns: layout.columns!, channels: layout.channels };
  const all = Array.from({ length: channelCount(context) }, (_, channel) => channel);
  return planeOf(context, axes, all);
}

/** The noise mask over a plane of the latent, as stages and the grid take it. */
function maskOver(context: ViewContext, over: OverlayTensor | null, latent: Plane) {
  return over ? { plane: noisePlane(context, over, latent), style: maskStyle(context) } : null;
}

function grid(context: ViewContext, over: OverlayTensor | null) {
  const { tensor, look, settings, store } = context;
  const plane = latentPlane(context);
  const everyChannel = { name: '', plane, near: [], exact: true };
  const options = (picture: Picture, channel: number) => {
    const own = paintOptions(picture, [channel], tensor, look, settings, DEFAULTS);
    if (!look.latent.shared || look.rangeMode === 'manual') return own;
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
    .onChoose=${(channel: number) =>
      context.set({ channel, latent: { ...look.latent, mode: 'channel' } })}
    .onLoaded=${(picture: Picture, mask: Picture | null) => {
      context.maskShown.set(mask);
      const own = { plane, factor: 1 };
      context.shown.set({ picture, plane, options: options(picture, 0), own });
      context.fidelity.set(fidelityOf(picture));
    }}
    .onProbe=${(at: readonly [number, number] | null) =>
      context.probe.set(at && { x: at[0], y: at[1], from: 'pointer', parts: [everyChannel] })}
    .onLog=${() => void context.host.call('showLog', undefined)}
  ></loupe-channel-grid>`;
}

function oneChannel(context: ViewContext, over: OverlayTensor | null) {
  const channel = Math.min(channelCount(context) - 1, context.look.channel ?? 0);
  const { layout } = context;
  const axes = { rows: layout.rows!, columns: layout.columns!, channels: layout.channels };
  const main = planeOf(context, axes, [channel]);
  return rasterStage(context, {
    main,
    mask: maskOver(context, over, main),
    channels: [0],
    defaults: DEFAULTS,
    source: maskedSource(context.pictures, context, 'channel'),
  });
}

/** One maker of pictures a format and page, so that what is made is kept. */
const sources = new WeakMap<object, Map<string, LatentRgbSource>>();

function rgbSource(context: ViewContext, format: string, factor: number): LatentRgbSource {
  const known = sources.get(context.pictures) ?? new Map<string, LatentRgbSource>();
  sources.set(context.pictures, known);
  const source = known.get(format) ?? new LatentRgbSource(context.pictures, format, factor);
  known.set(format, source);
  return source;
}

/** Sources with noise masks, one a page and source below, so that a stage sees no other each time. */
const masked = new WeakMap<PlaneSource, NoiseMaskSource>();

function maskedSource(latent: PlaneSource, context: ViewContext, of: 'channel' | 'rgb') {
  const known = masked.get(latent);
  const source = known ?? new NoiseMaskSource(latent, context.pictures, of === 'rgb');
  masked.set(latent, source);
  return source;
}

function rgbPicture(context: ViewContext, over: OverlayTensor | null) {
  const format = rgbFormat(context)!;
  const raw = latentPlane(context);
  const shape = [raw.channelCount, raw.height, raw.width];
  const { width, height } = latentPictureSize(format, shape);
  const factor = width / raw.width;
  return rasterStage(context, {
    main: { ...raw, width, height },
    mask: maskOver(context, over, raw),
    channels: [0, 1, 2],
    defaults: RGB_DEFAULTS,
    source: maskedSource(rgbSource(context, format, factor), context, 'rgb'),
    origin: { plane: raw, factor },
  });
}

function formatChooser(context: ViewContext) {
  const able = context.tensor.classification.candidates.filter(hasLatentRgb);
  const chosen = rgbFormat(context);
  if (!chosen) return nothing;
  const choices = able.map(name => ({ value: name, title: name }));
  return chooser(t('Latent format'), choices, chosen, format => setLatent(context, { format }), {
    title: t('The shape alone allows these; the file does not say which'),
  });
}

function notes(context: ViewContext) {
  const old = context.findings.some(f => f.rule === 'latent/old-format');
  const able = context.tensor.classification.candidates.filter(hasLatentRgb);
  if (modeOf(context) === 'rgb' && able.length > 1 && context.look.latent.format === null)
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
