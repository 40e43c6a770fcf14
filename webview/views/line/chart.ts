import { html, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { t } from '../../../src/core/l10n';
import { PLOT_MARGIN, plotX } from '../../../src/core/present/lineGeometry';
import { FULL_GRAY, paintOptions } from '../../../src/core/present/tone';
import { unionRange } from '../../../src/core/render/normalise';
import type { Picture, ReduceMode } from '../../../src/core/render/picture';
import { fidelityOf } from '../../canvas/fidelity';
import type { Plane } from '../../canvas/pictures';
import type { Surface, ViewContext } from '../../context';
import { errorBox } from '../../controls/errorBox';
import { LightElement } from '../../element';
import { formatNumber } from '../../format';
import { errorText, isCancelled } from '../../host';
import { drawLine, type LinePlot } from './plot';
import type { LineSettings } from './settings';

const ZOOM_STEP = 1.5;

/** The whole vector, or the part zoomed to, as the band between least and greatest of each pixel. */
@customElement('loupe-line')
export class LineChart extends LightElement implements Surface {
  @property({ attribute: false }) context!: ViewContext<LineSettings>;
  /** The axis that it runs along, and where it lies on the others. */
  @property({ attribute: false }) axis = 0;
  @property({ attribute: false }) index: readonly number[] = [];
  @state() private low: Picture | null = null;
  @state() private high: Picture | null = null;
  @state() private error: string | null = null;
  @state() private viewWidth = 0;
  @state() private viewHeight = 0;
  @state() private cursor: number | null = null;
  #key = '';
  /** Where a drag is: CSS pixels and the first element at its beginning. */
  #dragged: { readonly x: number; readonly start: number } | null = null;
  #controller: AbortController | null = null;
  #observer: ResizeObserver | null = null;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.context.session.surface.set(null);
    this.#observer?.disconnect();
    this.#controller?.abort();
    this.#key = '';
  }

  protected override willUpdate(): void {
    if (this.viewWidth === 0) return;
    const { store } = this.context;
    const plane = this.#plane('min');
    const key = JSON.stringify([store.generation, plane, this.#shownSpan, this.viewWidth]);
    if (key === this.#key) return;
    this.#key = key;
    if (this.cursor !== null && this.cursor >= this.#length) this.cursor = null;
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
      @pointerdown=${(event: PointerEvent) => this.#grab(event)}
      @pointermove=${(event: PointerEvent) => this.#move(event)}
      @pointerup=${() => (this.#dragged = null)}
      @pointercancel=${() => (this.#dragged = null)}
      @keydown=${(event: KeyboardEvent) => this.key(event)}
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
    this.context.session.surface.set(this);
    this.dataset.first = String(this.#shownSpan[0]);
    const canvas = this.querySelector('canvas');
    const frame = this.#frame();
    if (canvas && frame) drawLine(canvas, frame);
  }

  fullCanvas(): Promise<HTMLCanvasElement | null> {
    return Promise.resolve(this.querySelector('canvas'));
  }

  get #length(): number {
    return this.context.tensor.shape[this.axis] ?? 1;
  }

  get #shownSpan(): readonly [number, number] {
    const { span } = this.context.own;
    // A tensor that has shrunk since is shown whole.
    return span && span[0] + span[1] <= this.#length ? span : [0, this.#length];
  }

  #show(span: readonly [number, number] | null): void {
    this.context.setOwn({ span });
  }

  #frame(): LinePlot | null {
    const { low, high } = this;
    if (!low || !high) return null;
    const range = unionRange([...low.ranges, ...high.ranges]) ?? { min: 0, max: 1 };
    return {
      low,
      high,
      range,
      // What is drawn stays in its place until what was asked for is there.
      span: [low.region.x, low.region.width],
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
      const { tensor, common, editor, session } = this.context;
      const options = paintOptions(low, [0], tensor, common, editor, FULL_GRAY);
      const plane = this.#plane('min');
      session.shown.set({ picture: low, plane, options, own: { plane, factor: 1 } });
      session.fidelity.set(fidelityOf(low));
    } catch (error) {
      if (this.#controller === controller && !isCancelled(error)) this.error = errorText(error);
    }
  }

  #plane(reduce: ReduceMode): Plane {
    return {
      tensor: this.context.tensorIndex,
      axes: { rows: null, columns: this.axis, channels: null },
      index: this.index.with(this.axis, 0),
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
    if (from === 'cursor') this.#keepInSight(at);
    const part = { name: '', plane: this.#plane('min'), near: [], exact: true };
    this.context.session.probe.set({ x: at, y: 0, parts: [part], from });
  }

  readonly #onWheel = (event: WheelEvent): void => {
    event.preventDefault();
    this.#zoom(Math.exp(event.deltaY * 0.002), this.#indexAt(event));
  };

  #zoom(factor: number, around: number): void {
    const [start, count] = this.#shownSpan;
    const next = Math.max(8, Math.min(this.#length, Math.round(count * factor)));
    if (next >= this.#length) {
      this.#show(null);
      return;
    }
    const share = (around - start) / count;
    this.#panTo(Math.round(around - share * next), next);
  }

  #panTo(start: number, count: number): void {
    this.#show([Math.max(0, Math.min(this.#length - count, start)), count]);
  }

  #keepInSight(at: number): void {
    const [start, count] = this.#shownSpan;
    if (at < start || at >= start + count) this.#panTo(at - Math.floor(count / 2), count);
  }

  #grab(event: PointerEvent): void {
    if (event.button !== 0) return;
    (event.currentTarget as Element).setPointerCapture(event.pointerId);
    this.#dragged = { x: event.clientX, start: this.#shownSpan[0] };
  }

  #move(event: PointerEvent): void {
    this.#point(this.#indexAt(event), 'pointer');
    const count = this.#shownSpan[1];
    if (!this.#dragged || count === this.#length) return;
    const share = (event.clientX - this.#dragged.x) / plotX(1, this.viewWidth, true);
    this.#panTo(Math.round(this.#dragged.start - share * count), count);
  }

  takeFocus(): void {
    this.querySelector<HTMLElement>('.line-chart')?.focus({ preventScroll: true });
  }

  key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
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
      '0': () => this.#show(null),
    };
    const action = actions[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  }
}
