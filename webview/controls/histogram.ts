import { html, nothing, svg, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { t } from '../../src/core/l10n';
import type { ValueRange } from '../../src/core/render/picture';
import type { Histogram } from '../../src/core/tensor/stats';
import { LightElement } from '../element';
import { formatCount, formatNumber } from '../format';
import { checkbox } from './fields';

const WIDTH = 256;
const HEIGHT = 80;
/** Steps that an arrow key takes across the chart; with Shift ten at once. */
const STEPS = 100;
const BIG_STEP = 10;

/** Bars of a histogram, with two handles that set the range of the picture. */
@customElement('loupe-histogram')
export class HistogramChart extends LightElement {
  @property({ attribute: false }) histogram!: Histogram;
  @property({ attribute: false }) range: ValueRange | null = null;
  @property({ attribute: false }) onRange!: (min: number, max: number) => void;
  @state() private log = false;
  @state() private hovered: number | null = null;
  #dragged: 'min' | 'max' | null = null;

  protected override render(): TemplateResult {
    const { counts, min, max } = this.histogram;
    const most = Math.max(1, ...counts);
    const height = (count: number) =>
      HEIGHT * (this.log ? Math.log1p(count) / Math.log1p(most) : count / most);
    const step = WIDTH / counts.length;
    const path = counts
      .map((count, i) => `M${i * step} ${HEIGHT}h${step}v${-height(count)}h${-step}z`)
      .join('');
    return html`<div class="histogram">
      <div class="histogram-plot">
      <svg
        viewBox="0 0 ${WIDTH} ${HEIGHT}"
        preserveAspectRatio="none"
        role="img"
        aria-label=${t('Histogram from {0} to {1}', formatNumber(min), formatNumber(max))}
        @pointermove=${(event: PointerEvent) => this.#move(event)}
        @pointerdown=${(event: PointerEvent) => this.#press(event)}
        @pointerup=${() => (this.#dragged = null)}
        @pointerleave=${() => (this.hovered = null)}
      >
        <path class="histogram-bars" d=${path}></path>
        ${this.#line('min')} ${this.#line('max')}
      </svg>
      ${this.#handle('min', t('Low end of the range'))} ${this.#handle('max', t('High end of the range'))}
      </div>
      <div class="histogram-axis">
        <span>${formatNumber(min)}</span>
        <span class="quiet">${this.#hoverText()}</span>
        <span>${formatNumber(max)}</span>
      </div>
      ${checkbox(t('Logarithmic counts'), this.log, log => {
        this.log = log;
      })}
    </div>`;
  }

  protected override updated(): void {
    for (const handle of this.querySelectorAll<HTMLElement>('[role=slider]'))
      handle.style.left = `${handle.dataset.place}%`;
  }

  /** What the keys take hold of; the pointer drags on the whole chart. */
  #handle(side: 'min' | 'max', label: string): TemplateResult | typeof nothing {
    if (!this.range) return nothing;
    const value = this.range[side];
    const share = Math.min(1, Math.max(0, this.#place(value) / WIDTH));
    return html`<span
      class="histogram-grip"
      role="slider"
      tabindex="0"
      aria-label=${label}
      aria-valuemin=${this.histogram.min}
      aria-valuemax=${this.histogram.max}
      aria-valuenow=${value}
      aria-valuetext=${formatNumber(value)}
      data-place=${100 * share}
      @keydown=${(event: KeyboardEvent) => this.#onKey(event, side)}
    ></span>`;
  }

  #onKey(event: KeyboardEvent, side: 'min' | 'max'): void {
    if (!this.range) return;
    const { min, max } = this.histogram;
    const step = ((max - min) / STEPS) * (event.shiftKey ? BIG_STEP : 1);
    const now = this.range[side];
    const moves: Readonly<Record<string, number>> = {
      ArrowLeft: now - step,
      ArrowDown: now - step,
      ArrowRight: now + step,
      ArrowUp: now + step,
      Home: min,
      End: max,
    };
    const to = moves[event.key];
    if (to === undefined) return;
    event.preventDefault();
    this.#set(side, Math.min(max, Math.max(min, to)));
  }

  #line(side: 'min' | 'max') {
    if (!this.range) return svg``;
    const x = Math.min(WIDTH, Math.max(0, this.#place(this.range[side])));
    return svg`<line class="histogram-handle" x1=${x} x2=${x} y1="0" y2=${HEIGHT}></line>`;
  }

  #place(value: number): number {
    const { min, max } = this.histogram;
    return max > min ? ((value - min) / (max - min)) * WIDTH : WIDTH / 2;
  }

  #valueAt(event: PointerEvent): number {
    const box = (event.currentTarget as Element).getBoundingClientRect();
    const { min, max } = this.histogram;
    const share = Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
    return min + share * (max - min);
  }

  #press(event: PointerEvent): void {
    if (!this.range) return;
    const value = this.#valueAt(event);
    const nearMin = Math.abs(value - this.range.min) < Math.abs(value - this.range.max);
    this.#dragged = nearMin ? 'min' : 'max';
    (event.currentTarget as Element).setPointerCapture(event.pointerId);
    this.#set(this.#dragged, value);
  }

  #move(event: PointerEvent): void {
    const value = this.#valueAt(event);
    this.hovered = value;
    if (this.#dragged) this.#set(this.#dragged, value);
  }

  #set(side: 'min' | 'max', value: number): void {
    if (!this.range) return;
    const { min, max } = this.range;
    if (side === 'min') this.onRange(Math.min(value, max), max);
    else this.onRange(min, Math.max(value, min));
  }

  #hoverText(): string {
    if (this.hovered === null) return '';
    const { counts, min, max } = this.histogram;
    const share = max > min ? (this.hovered - min) / (max - min) : 0;
    const bin = Math.min(counts.length - 1, Math.floor(share * counts.length));
    return t('{0}: {1} values', formatNumber(this.hovered), formatCount(counts[bin] ?? 0));
  }
}
