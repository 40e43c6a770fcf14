import { html, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { t } from '../../src/core/l10n';
import { type ColormapId, colormapTable, LUT_SIZE } from '../../src/core/render/colormaps';
import type { ValueRange } from '../../src/core/render/picture';
import { LightElement } from '../element';
import { formatNumber } from '../format';

/** A legend: the colormap with the values at its ends. */
@customElement('loupe-color-bar')
export class ColorBar extends LightElement {
  @property({ attribute: false }) colormap: ColormapId = 'gray';
  @property({ attribute: false }) inverted = false;
  @property({ attribute: false }) range: ValueRange = { min: 0, max: 1 };

  protected override render(): TemplateResult {
    const { min, max } = this.range;
    return html`<div class="color-bar">
      <canvas
        role="img"
        width=${LUT_SIZE}
        height="1"
        aria-label=${t('Colors from {0} to {1}', formatNumber(min), formatNumber(max))}
      ></canvas>
      <div class="color-bar-ends">
        <span>${formatNumber(min)}</span>
        <span>${formatNumber((min + max) / 2)}</span>
        <span>${formatNumber(max)}</span>
      </div>
    </div>`;
  }

  protected override updated(): void {
    const context = this.querySelector('canvas')?.getContext('2d');
    const table = new Uint8ClampedArray(colormapTable(this.colormap, this.inverted));
    context?.putImageData(new ImageData(table, LUT_SIZE, 1), 0, 0);
  }
}
