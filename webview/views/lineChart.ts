import { html, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { t } from '../../src/core/l10n';
import { unionRange } from '../../src/core/render/normalise';
import type { Picture, ReduceMode } from '../../src/core/render/picture';
import { fidelityOf } from '../canvas/fidelity';
import type { Plane } from '../canvas/pictures';
import type { ViewContext } from '../context';
import { errorBox } from '../controls/errorBox';
import { LightElement } from '../element';
import { formatNumber } from '../format';
import { errorText, isCancelled } from '../host';
import { paintOptions } from '../ranges';
import { drawLine, type LineFrame, PLOT_MARGIN, plotX } from './linePlot';

const ZOOM_STEP = 1.5;
const DEFAULTS = { rangeMode: 'full', colormap: 'gray' } as const;

/** The whole vector, or the part zoomed to, as the band between least and greatest of each pixel. */
@customElement('loupe-line')
export class LineChart extends LightElement {
  @property({ attribute: false }) context!: ViewContext;
  @state() private low: Picture | null = null;
  @state() private high: Picture | null = null;
  @state() private error: string | null = null;
  @state() private viewWidth = 0;
  @state() private viewHeight = 0;
  /** Elements shown: `[start, count]`; null shows all. */
  @state() private span: readonly [number, number] | null = null;
  @state() private cursor: number | null = null;
  #key = '';
  #controller: AbortController | null = null;
  #observer: ResizeObserver | null = null;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#observer?.disconnect();
    this.#controller?.abort();
    this.#key = '';
  }

  protected override willUpdate(): void {
    if (this.viewWidth === 0) return;
    const { store, tensorIndex } = this.context;
    const key = JSON.stringify([store.generation, tensorIndex, this.span, this.viewWidth]);
    if (key === this.#key) return;
    this.#key = key;
    void this.#load();
  }

  protected override render(): TemplateResult {
    if (this.error !== null)
      return errorBox(
        this.error,
        () => void this.#load(),
        () => void this.context.host.call('showLog', undefined),
      );
    return html`<div
      class="line-chart"
      role="application"
      tabindex="0"
      aria-label=${t('Line; arrow keys move the cursor, + and - zoom')}
      @wheel=${this.#onWheel}
      @pointermove=${(event: PointerEvent) => this.#point(this.#indexAt(event), 'pointer')}
      @keydown=${(event: KeyboardEvent) => this.#onKey(event)}
    >
      <canvas role="img" aria-label=${this.#summary()}></canvas>
    </div>`;
  }

  protected override firstUpdated(): void {
    this.#observer = new ResizeObserver(() => {
      this.viewWidth = this.clientWidth;
      this.viewHeight = this.clientHeight;
    });
    this.#observer.observe(this);
  }

  protected override updated(): void {
    const canvas = this.querySelector('canvas');
    const frame = this.#frame();
    if (canvas && frame) drawLine(canvas, frame);
  }

  get #length(): number {
    return this.context.tensor.shape[0] ?? 1;
  }

  get #shownSpan(): readonly [number, number] {
    return this.span ?? [0, this.#length];
  }

  #frame(): LineFrame | null {
    const { low, high } = this;
    if (!low || !high) return null;
    const range = unionRange([...low.ranges, ...high.ranges]) ?? { min: 0, max: 1 };
    return {
      low,
      high,
      range,
      span: this.#shownSpan,
      width: this.viewWidth,
      height: this.viewHeight,
      cursor: this.cursor,
    };
  }

  #summary(): string {
    const range = unionRange([...(this.low?.ranges ?? [])]);
    const name = this.context.title;
    if (!range) return name;
    return t(
      '{0}: {1} values, {2} to {3}',
      name,
      this.#length,
      formatNumber(range.min),
      formatNumber(range.max),
    );
  }

  async #load(): Promise<void> {
    this.#controller?.abort();
    const controller = new AbortController();
    this.#controller = controller;
    this.error = null;
    const [x, width] = this.#shownSpan;
    const region = { x, y: 0, width, height: 1 };
    const maxWidth = Math.max(1, Math.round(this.viewWidth * devicePixelRatio));
    const { signal } = controller;
    const fetchAs = (reduce: ReduceMode) =>
      this.context.pictures.fetch(
        { plane: this.#plane(reduce), region, maxWidth, maxHeight: 1 },
        signal,
      );
    try {
      const [low, high] = await Promise.all([fetchAs('min'), fetchAs('max')]);
      if (this.#controller !== controller) return;
      this.low = low;
      this.high = high;
      const { tensor, look, settings, shown, fidelity } = this.context;
      const options = paintOptions(low, [0], tensor, look, settings, DEFAULTS);
      const plane = this.#plane('min');
      shown.set({ picture: low, plane, options, own: { plane, factor: 1 } });
      fidelity.set(fidelityOf(low));
    } catch (error) {
      if (this.#controller === controller && !isCancelled(error)) this.error = errorText(error);
    }
  }

  #plane(reduce: ReduceMode): Plane {
    return {
      tensor: this.context.tensorIndex,
      axes: { rows: null, columns: 0, channels: null },
      index: [0],
      channels: [],
      width: this.#length,
      height: 1,
      channelCount: 1,
      reduce,
    };
  }

  #indexAt(event: MouseEvent): number {
    const box = this.getBoundingClientRect();
    const [start, count] = this.#shownSpan;
    const share = (event.clientX - box.left - PLOT_MARGIN.left) / plotX(1, this.viewWidth, true);
    return start + Math.floor(share * count);
  }

  #point(index: number, from: 'pointer' | 'cursor'): void {
    const at = Math.max(0, Math.min(this.#length - 1, index));
    this.cursor = at;
    const part = { name: '', plane: this.#plane('min'), near: [], exact: true };
    this.context.probe.set({ x: at, y: 0, parts: [part], from });
  }

  readonly #onWheel = (event: WheelEvent): void => {
    event.preventDefault();
    this.#zoom(Math.exp(event.deltaY * 0.002), this.#indexAt(event));
  };

  #zoom(factor: number, around: number): void {
    const [start, count] = this.#shownSpan;
    const next = Math.max(8, Math.min(this.#length, Math.round(count * factor)));
    if (next >= this.#length) {
      this.span = null;
      return;
    }
    const share = (around - start) / count;
    const begin = Math.round(around - share * next);
    this.span = [Math.max(0, Math.min(this.#length - next, begin)), next];
  }

  #onKey(event: KeyboardEvent): void {
    const [start, count] = this.#shownSpan;
    const at = this.cursor ?? start + Math.floor(count / 2);
    const step = event.shiftKey ? 10 : 1;
    const actions: Readonly<Record<string, () => void>> = {
      ArrowLeft: () => this.#point(at - step, 'cursor'),
      ArrowRight: () => this.#point(at + step, 'cursor'),
      Home: () => this.#point(0, 'cursor'),
      End: () => this.#point(this.#length - 1, 'cursor'),
      '+': () => this.#zoom(1 / ZOOM_STEP, at),
      '=': () => this.#zoom(1 / ZOOM_STEP, at),
      '-': () => this.#zoom(ZOOM_STEP, at),
      '0': () => {
        this.span = null;
      },
    };
    const action = actions[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  }
}
