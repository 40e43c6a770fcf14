import { html, nothing } from 'lit';
import { parseRgb } from '../../src/core/render/colormaps';
import { MASK_STYLES, type MaskStyle, maskCoverage } from '../../src/core/render/maskOverlay';
import type { TensorInfo } from '../../src/protocol/engineMethods';
import type { Plane } from '../canvas/pictures';
import type { MaskStyleOptions } from '../canvas/stage';
import type { ViewContext } from '../context';
import { emptyBox } from '../controls/errorBox';
import { checkbox, chooser, segmented, slider } from '../controls/fields';
import { note } from '../controls/note';
import { formatPercent, formatShape } from '../format';
import { t } from '../l10n';
import { type Layout, layoutOf } from '../layout';
import { indexOf, isEmpty, planeOf, tensorPlane } from './planes';
import { type RasterSpec, rasterStage } from './raster';
import { sliceSliders } from './slices';
import { toneControls } from './toneControls';
import type { View } from './view';

const DEFAULTS = { rangeMode: 'unit', colormap: 'gray' } as const;

/** An IMAGE that may lie under the mask. */
interface Under {
  readonly tensor: TensorInfo;
  readonly index: number;
  readonly layout: Layout;
  readonly sameSize: boolean;
}

/** Every image of the file, those of the mask's size first. */
function candidates(context: ViewContext): Under[] {
  const { tensor, layout, store } = context;
  const height = tensor.shape[layout.rows ?? 0];
  const width = tensor.shape[layout.columns ?? 0];
  return store.tensors
    .flatMap((other, index): Under[] => {
      if (other.classification.kind !== 'IMAGE' || isEmpty(other)) return [];
      const own = layoutOf(other, store.findings);
      if (own.rows === null || own.columns === null) return [];
      const sameSize = other.shape[own.rows] === height && other.shape[own.columns] === width;
      return [{ tensor: other, index, layout: own, sameSize }];
    })
    .sort((a, b) => Number(b.sameSize) - Number(a.sameSize));
}

function chosenUnder(context: ViewContext, all: readonly Under[]): Under | null {
  const wanted = context.look.mask.under;
  if (wanted === '') return null;
  const named = all.find(under => under.tensor.name === wanted);
  return named ?? all[0] ?? null;
}

function maskStyle(context: ViewContext): MaskStyleOptions {
  const { look, settings } = context;
  return {
    color: colorOf(look.mask.color ?? settings.maskColor),
    opacity: look.mask.opacity ?? settings.maskOpacity,
    inverted: look.mask.inverted,
    threshold: look.mask.threshold,
    style: look.mask.style,
  };
}

function colorOf(text: string): [number, number, number] {
  try {
    return parseRgb(text);
  } catch {
    return [255, 0, 0];
  }
}

/** The plane of the image under the mask: the same batch item where there is one. */
function underPlane(context: ViewContext, under: Under): Plane {
  const { layout, tensor } = under;
  const batch =
    context.layout.batch === null
      ? 0
      : indexOf(context.tensor, context.look)[context.layout.batch]!;
  const index = tensor.shape.map((size, axis) =>
    axis === layout.batch ? Math.min(batch, size - 1) : 0,
  );
  const count = layout.channels === null ? 1 : (tensor.shape[layout.channels] ?? 1);
  const channels = layout.channels === null ? [] : count >= 3 ? [0, 1, 2] : [0];
  const axes = { rows: layout.rows!, columns: layout.columns!, channels: layout.channels };
  return tensorPlane(tensor, under.index, axes, index, channels, context.look);
}

function coverage(context: ViewContext) {
  const shown = context.maskShown.value;
  if (!shown) return nothing;
  const style = maskStyle(context);
  const share = maskCoverage({ ...style, picture: shown });
  // A mean of blocks is the mean of all; only a threshold asks for each value.
  const mark = shown.exact || style.threshold === null ? '' : '≈ ';
  return html`<span class="fact" role="status">${t('Covers {0}', mark + formatPercent(share))}</span>`;
}

function sizeNote(context: ViewContext, all: readonly Under[], under: Under | null) {
  const rules = context.findings.filter(f => f.tensor === context.tensor.name);
  const other = under && !under.sameSize ? under : null;
  const resize = other && all.length > 0 ? resizeAction(context) : undefined;
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
      other.tensor.name,
      formatShape(other.tensor.shape),
    ),
    resize,
  );
}

function resizeAction({ host, tensorIndex }: ViewContext) {
  return {
    title: t('Resize to Image …'),
    run: () => void host.call('convert', { tensor: tensorIndex, conversion: 'resizeMask' }),
  };
}

/** MASK over the IMAGE of its size; alone as gray. */
export const maskView: View = {
  id: 'mask',
  title: 'Mask',
  icon: 'layers',
  fit({ tensor, layout }) {
    const isMask =
      tensor.classification.kind === 'MASK' || tensor.classification.role === 'noise_mask';
    return isMask && layout.rows !== null && layout.columns !== null && tensor.numeric ? 100 : 0;
  },
  render(context) {
    if (isEmpty(context.tensor))
      return emptyBox('circle-slash', t('This mask has no pixels: one of its sizes is 0.'));
    const { layout } = context;
    const all = candidates(context);
    const under = chosenUnder(context, all);
    const axes = { rows: layout.rows!, columns: layout.columns!, channels: null };
    const own = planeOf(context, axes);
    const spec = specOf(context, own, under);
    return html`
      <div class="view-bar">
        ${sliceSliders(context, [axes.rows, axes.columns])}
        ${under ? opacityControl(context) : nothing} ${underControl(context, all, under)}
        ${coverage(context)}
      </div>
      ${sizeNote(context, all, under)} ${rasterStage(context, spec)}
    `;
  },
  display(context) {
    const under = chosenUnder(context, candidates(context));
    return under ? overlayControls(context) : toneControls(context, DEFAULTS);
  },
};

/** What the stage shows: the mask over its image, beside its size, or alone in gray. */
function specOf(context: ViewContext, own: Plane, under: Under | null): RasterSpec {
  if (!under) return { main: own, channels: [0], defaults: DEFAULTS };
  const main = underPlane(context, under);
  const style = maskStyle(context);
  return {
    main,
    mask: under.sameSize ? { plane: own, style } : null,
    ghost: under.sameSize ? null : { plane: own, style },
    channels: main.channelCount >= 3 ? [0, 1, 2] : [0],
    defaults: DEFAULTS,
    smooth: true,
  };
}

function opacityControl(context: ViewContext) {
  return slider({
    label: t('Opacity'),
    min: 0,
    max: 1,
    step: 0.01,
    value: maskStyle(context).opacity,
    onInput: opacity => setMask(context, { opacity }),
  });
}

function underControl(context: ViewContext, all: readonly Under[], under: Under | null) {
  if (all.length === 0) return nothing;
  const choices = [
    { value: '', title: t('Nothing') },
    ...all.map(({ tensor, sameSize }) => ({
      value: tensor.name,
      title: sameSize ? tensor.name : t('{0} (other size)', tensor.name),
    })),
  ];
  return chooser(t('Over'), choices, under?.tensor.name ?? '', value =>
    setMask(context, { under: value }),
  );
}

const STYLE_TITLES: Readonly<Record<MaskStyle, string>> = {
  fill: 'Fill',
  outline: 'Outline',
  both: 'Both',
};

function overlayControls(context: ViewContext) {
  const { mask } = context.look;
  const color = mask.color ?? context.settings.maskColor;
  return html`
    <label class="field">
      <span class="field-label">${t('Color')}</span>
      <input
        type="color"
        class="color-box"
        .value=${color}
        @input=${(event: Event) =>
          setMask(context, { color: (event.target as HTMLInputElement).value })}
      />
    </label>
    <div class="field">
      <span class="field-label" aria-hidden="true">${t('Style')}</span>
      ${segmented(
        t('Style'),
        MASK_STYLES.map(value => ({ value, title: t(STYLE_TITLES[value]) })),
        mask.style,
        style => setMask(context, { style }),
      )}
    </div>
    ${checkbox(t('Invert mask'), mask.inverted, inverted => setMask(context, { inverted }))}
    ${checkbox(t('Apply threshold'), mask.threshold !== null, on =>
      setMask(context, { threshold: on ? 0.5 : null }),
    )}
    ${
      mask.threshold === null
        ? nothing
        : slider({
            label: t('Threshold'),
            min: 0,
            max: 1,
            step: 0.01,
            value: mask.threshold,
            onInput: threshold => setMask(context, { threshold }),
          })
    }
  `;
}

function setMask(context: ViewContext, patch: Partial<ViewContext['look']['mask']>): void {
  context.set({ mask: { ...context.look.mask, ...patch } });
}
