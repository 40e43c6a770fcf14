import { html, nothing, type TemplateResult } from 'lit';
import { type Marked, mark, t } from '../../../src/core/l10n';
import { MASK_STYLES, type MaskStyle, maskCoverage } from '../../../src/core/render/maskOverlay';
import { parseRgb } from '../../../src/core/render/parseRgb';
import type { MaskStyleOptions } from '../../canvas/stage';
import type { ViewContext } from '../../context';
import { checkbox, segmented, slider } from '../../controls/fields';
import { formatPercent } from '../../format';
import type { MaskLook } from '../../viewSettings';

const FALLBACK_COLOR = [255, 0, 0] as const;

/** How the mask is laid on: the user's choices over the settings. */
export function maskStyle(context: ViewContext): MaskStyleOptions {
  const { look, settings } = context;
  return {
    color: colorOf(look.mask.color ?? settings.maskColor),
    opacity: look.mask.opacity ?? settings.maskOpacity,
    inverted: look.mask.inverted,
    threshold: look.mask.threshold,
    style: look.mask.style,
  };
}

function colorOf(text: string): readonly [number, number, number] {
  try {
    return parseRgb(text);
  } catch {
    return FALLBACK_COLOR;
  }
}

export function setMask(context: ViewContext, patch: Partial<MaskLook>): void {
  context.set({ mask: { ...context.look.mask, ...patch } });
}

/** How much of the mask is selected, as it is laid on. */
export function coverage(context: ViewContext) {
  const shown = context.maskShown.value;
  if (!shown) return nothing;
  const style = maskStyle(context);
  const share = maskCoverage({ ...style, picture: shown });
  // A mean of blocks is the mean of all; only a threshold asks for each value.
  const mark = shown.exact || style.threshold === null ? '' : '≈ ';
  return html`<span class="fact" role="status">${t('Covers {0}', mark + formatPercent(share))}</span>`;
}

export function opacityControl(context: ViewContext): TemplateResult {
  return slider({
    label: t('Opacity'),
    min: 0,
    max: 1,
    step: 0.01,
    value: maskStyle(context).opacity,
    onInput: opacity => setMask(context, { opacity }),
  });
}

const STYLE_TITLES: Readonly<Record<MaskStyle, Marked>> = {
  fill: mark('Fill'),
  outline: mark('Outline'),
  both: mark('Both'),
};

/** Colour, style, inversion and threshold of the mask. */
export function overlayControls(context: ViewContext): TemplateResult {
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
