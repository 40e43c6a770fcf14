import { html, nothing, type TemplateResult } from 'lit';
import { type Marked, mark, t } from '../../../src/core/l10n';
import { MASK_STYLES, type MaskStyle, maskCoverage } from '../../../src/core/render/maskOverlay';
import { parseRgb } from '../../../src/core/render/parseRgb';
import type { MaskStyleOptions } from '../../canvas/layers';
import type { ViewContext } from '../../context';
import { checkbox, segmented, slider } from '../../controls/fields';
import { formatPercent } from '../../format';
import type { OverlaySettings } from '../../viewSettings';

const FALLBACK_COLOR = [255, 0, 0] as const;

/** How the mask is laid on: the user's choices over the settings. */
export function maskStyle(context: ViewContext): MaskStyleOptions {
  const { overlay } = context.common;
  const { editor } = context;
  return {
    color: colorOf(overlay.color ?? editor.maskColor),
    opacity: overlay.opacity ?? editor.maskOpacity,
    inverted: overlay.inverted,
    threshold: overlay.threshold,
    style: overlay.style,
  };
}

function colorOf(text: string): readonly [number, number, number] {
  try {
    return parseRgb(text);
  } catch {
    return FALLBACK_COLOR;
  }
}

/** Changes how the mask is laid on. */
export function setOverlay(context: ViewContext, patch: Partial<OverlaySettings>): void {
  context.setCommon({ overlay: { ...context.common.overlay, ...patch } });
}

/** How much of the mask is selected, as it is laid on. */
export function coverage(context: ViewContext) {
  const shown = context.session.maskShown.value;
  if (!shown) return nothing;
  const style = maskStyle(context);
  const share = maskCoverage({ ...style, picture: shown });
  // A mean of blocks is the mean of all; only a threshold asks for each value.
  const mark = shown.exact || style.threshold === null ? '' : '≈ ';
  const percent = mark + formatPercent(share);
  const text = style.inverted
    ? t('Shown inverted: 0 = selected, covers {0}', percent)
    : t('1 = selected, covers {0}', percent);
  return html`<span class="fact" role="status">${text}</span>`;
}

/** How much of the mask covers the picture, from 0 to 1. */
export function opacityControl(context: ViewContext): TemplateResult {
  return slider({
    label: t('Opacity'),
    min: 0,
    max: 1,
    step: 0.01,
    value: maskStyle(context).opacity,
    onInput: opacity => setOverlay(context, { opacity }),
  });
}

const STYLE_TITLES: Readonly<Record<MaskStyle, Marked>> = {
  fill: mark('Fill'),
  outline: mark('Outline'),
  both: mark('Both'),
};

/** Colour, style, inversion and threshold of the mask. */
export function overlayControls(context: ViewContext): TemplateResult {
  const { overlay } = context.common;
  const color = overlay.color ?? context.editor.maskColor;
  return html`
    <label class="field">
      <span class="field-label">${t('Color')}</span>
      <input
        type="color"
        class="color-box"
        .value=${color}
        @input=${(event: Event) =>
          setOverlay(context, { color: (event.target as HTMLInputElement).value })}
      />
    </label>
    <div class="field">
      <span class="field-label" aria-hidden="true">${t('Style')}</span>
      ${segmented(
        t('Style'),
        MASK_STYLES.map(value => ({ value, title: t(STYLE_TITLES[value]) })),
        overlay.style,
        style => setOverlay(context, { style }),
      )}
    </div>
    ${checkbox(t('Show inverted'), overlay.inverted, inverted => setOverlay(context, { inverted }))}
    ${checkbox(t('Apply threshold'), overlay.threshold !== null, on =>
      setOverlay(context, { threshold: on ? 0.5 : null }),
    )}
    ${
      overlay.threshold === null
        ? nothing
        : slider({
            label: t('Threshold'),
            min: 0,
            max: 1,
            step: 0.01,
            value: overlay.threshold,
            onInput: threshold => setOverlay(context, { threshold }),
          })
    }
  `;
}
