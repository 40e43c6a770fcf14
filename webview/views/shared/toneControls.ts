import { html, nothing, type TemplateResult } from 'lit';
import { type Marked, mark, t } from '../../../src/core/l10n';
import {
  COLORMAP_LIST,
  type ColormapGroup,
  type ColormapId,
} from '../../../src/core/render/colormaps';
import { RANGE_MODES, type RangeMode, type Scale } from '../../../src/core/render/normalise';
import type { PaintOptions } from '../../../src/core/render/paint';
import type { ViewContext } from '../../context';
import type { ColormapChoice } from '../../controls/colormapChooser';
import { checkbox, chooser, numberBox, segmented, slider } from '../../controls/fields';
import '../../controls/colorBar';
import '../../controls/colormapChooser';
import {
  DEFAULT_TONE,
  isSigned,
  rangeModeOf,
  SIGNED_COLORMAP,
  startColormap,
  type ToneDefaults,
} from '../../../src/core/present/tone';

const RANGE_TITLES: Readonly<Record<RangeMode, Marked>> = {
  full: mark('Smallest to Largest'),
  percentile: mark('1 to 99 Percent'),
  symmetric: mark('Symmetric Around 0'),
  unit: mark('0 to 1'),
  signed: mark('-1 to 1'),
  type: mark('All the Type Holds'),
  manual: mark('Manual'),
};

const GROUP_TITLES: Readonly<Record<ColormapGroup, Marked>> = {
  basic: mark('Basic'),
  uniform: mark('Perceptually Even'),
  diverging: mark('Diverging'),
  cyclic: mark('Cyclic'),
  multi: mark('Several Hues'),
  single: mark('Single Hue'),
  labels: mark('Labels'),
};

const SCALE_TITLES: readonly { readonly value: Scale; readonly title: Marked }[] = [
  { value: 'linear', title: mark('Linear') },
  { value: 'log', title: mark('Log') },
  { value: 'symlog', title: mark('Symlog') },
];

/** Range, scale, exposure, gamma and colormap: what turns numbers into colours. */
export function toneControls(
  context: ViewContext,
  defaults: ToneDefaults,
  options: { readonly colormap?: boolean } = {},
): TemplateResult {
  const { common: tone, setCommon: set } = context;
  return html`
    ${rangeControls(context, defaults)}
    <div class="field">
      <span class="field-label" aria-hidden="true">${t('Scale')}</span>
      ${segmented(
        t('Scale'),
        SCALE_TITLES.map(({ value, title }) => ({ value, title: t(title) })),
        tone.scale,
        scale => set({ scale }),
      )}
    </div>
    ${slider({
      label: t('Exposure'),
      min: -8,
      max: 8,
      step: 0.1,
      value: tone.exposure,
      title: t('Doublings of brightness'),
      onInput: exposure => set({ exposure }),
    })}
    ${slider({
      label: t('Gamma'),
      min: 0.1,
      max: 4,
      step: 0.05,
      value: tone.gamma,
      onInput: gamma => set({ gamma }),
    })}
    ${options.colormap === false ? nothing : colormapControls(context, defaults)}
    <div class="field">
      <span class="field-label"></span>
      <button type="button" class="link" @click=${() => set(DEFAULT_TONE)}>
        ${t('Reset Display')}
      </button>
    </div>
  `;
}

function rangeControls(context: ViewContext, defaults: ToneDefaults): TemplateResult {
  const { common: tone, setCommon: set } = context;
  const { shown } = context.session;
  const here = shown.value?.plane.tensor === context.tensorIndex ? shown.value : null;
  const signed = here ? isSigned(here.picture, [0]) : false;
  const mode = rangeModeOf(tone, defaults, signed);
  const range = tone.manual && mode === 'manual' ? tone.manual : here?.options.ranges[0];
  const choices = RANGE_MODES.map(value => ({ value, title: t(RANGE_TITLES[value]) }));
  return html`
    ${chooser(t('Range'), choices, mode, value =>
      set({ rangeMode: value as RangeMode, manual: range ?? null }),
    )}
    ${
      range
        ? html`<div class="field-pair">
          ${numberBox(t('Low'), range.min, min =>
            set({ rangeMode: 'manual', manual: { min, max: range.max } }),
          )}
          ${numberBox(t('High'), range.max, max =>
            set({ rangeMode: 'manual', manual: { min: range.min, max } }),
          )}
        </div>`
        : nothing
    }
    ${
      here && here.picture.channelCount > 1
        ? checkbox(t('Range for each channel'), tone.perChannel, perChannel => set({ perChannel }))
        : nothing
    }
  `;
}

function colormapControls(context: ViewContext, defaults: ToneDefaults): TemplateResult {
  const { common: tone, setCommon: set, editor } = context;
  const { shown } = context.session;
  const here = shown.value?.plane.tensor === context.tensorIndex ? shown.value : null;
  const auto = defaults.colormap === 'auto' ? startColormap(editor) : defaults.colormap;
  const title = COLORMAP_LIST.find(({ id }) => id === auto)!.title;
  const signed = here ? isSigned(here.picture, here.options.channels) : false;
  const own: ColormapChoice = {
    id: null,
    title: t('Auto'),
    shows: defaults.colormap === 'auto' && signed ? SIGNED_COLORMAP : auto,
    group: '',
  };
  const choices = COLORMAP_LIST.map(({ id, title, group }) => ({
    id,
    title: t(title),
    shows: id,
    group: t(GROUP_TITLES[group]),
  }));
  return html`
    <loupe-colormap-chooser
      .label=${t('Colormap')}
      .hint=${t('Auto takes {0}, and Red Blue for data of both signs', t(title))}
      .choices=${[own, ...choices]}
      .chosen=${tone.colormap}
      .inverted=${tone.inverted}
      .onChoose=${(colormap: ColormapId | null) => set({ colormap })}
    ></loupe-colormap-chooser>
    ${here?.options.channels.length === 1 ? colorBar(here.options) : nothing}
    ${checkbox(t('Invert colormap'), tone.inverted, inverted => set({ inverted }))}
  `;
}

function colorBar(options: PaintOptions): TemplateResult {
  return html`<loupe-color-bar
    .colormap=${options.colormap}
    .inverted=${options.inverted}
    .range=${options.ranges[0]}
  ></loupe-color-bar>`;
}
