import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { t } from '../../src/core/l10n';
import type { PaintOptions } from '../../src/core/render/paint';
import type { Picture, Region } from '../../src/core/render/picture';
import type { Surface } from '../context';
import { errorBox } from '../controls/errorBox';
import { LightElement } from '../element';
import type { Zoom } from '../viewSettings';
import { onRepaint, painter } from './choosePainter';
import { fidelityOf } from './fidelity';
import { Gestures } from './gestures';
import { fetchWhole, type MaskStyleOptions, paintLayer } from './layers';
import { MismatchedMask, type MismatchedMaskSpec } from './mismatchedMask';
import { nextNotFinite } from './notFinite';
import { notFiniteRings, type Ring } from './notFiniteRings';
import { drawOverlay, isFullSize } from './overlayDraw';
import { type Layer, PictureLoader, type Planes } from './pictureLoader';
import type { PlaneSource } from './pictures';
import type { StageEvents } from './stageEvents';
import { stageKey } from './stageKeys';
import { contains, type Extent, fitZoom, panBy, regionBetween, visibleRegion } from './viewport';

/** A plane to zoom and pan in: coarse at once, fine where one looks. */
@customElement('loupe-stage')
export class Stage extends LightElement implements Surface {
  @property({ attribute: false }) source!: PlaneSource;
  @property({ attribute: false }) planes!: Planes;
  /** Colours for a picture; ranges come from `base`, the picture of the whole plane. */
  @property({ attribute: false }) options!: (base: Picture) => PaintOptions;
  @property({ attribute: false }) mask: MaskStyleOptions | null = null;
  /** A mask of another size, drawn as what it is: its own elements from the same corner. */
  @property({ attribute: false }) mismatched: MismatchedMaskSpec | null = null;
  @property({ attribute: false }) label = '';
  /** null fits the plane into the view. */
  @property({ attribute: false }) zoom: Zoom | null = null;
  @property({ attribute: false }) cursor: readonly [number, number] | null = null;
  @property({ attribute: false }) region: Region | null = null;
  @property({ attribute: false }) events!: StageEvents;
  @property({ attribute: false }) generation = 0;
  /** Below this many screen pixels an element, pixels are blended. */
  @property({ attribute: false }) smoothBelow = 0;
  @state() private view: Extent = { width: 0, height: 0 };
  #loader: PictureLoader | null = null;
  #releases: (() => void)[] = [];
  #paintPending = false;
  /** What each canvas shows: panning moves it and paints nothing. */
  #painted = new WeakMap<HTMLCanvasElement, { readonly layer: Layer; readonly how: string }>();
  #readyBase: Layer | null = null;
  #reported = '';
  /** Where a region that is being marked by keys begins. */
  #anchor: readonly [number, number] | null = null;
  readonly #mismatched = new MismatchedMask(() => this.#schedulePaint());

  override connectedCallback(): void {
    super.connectedCallback();
    const repaint = () => {
      this.#painted = new WeakMap();
      this.#schedulePaint();
    };
    this.#releases.push(onRepaint(repaint));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const release of this.#releases.splice(0)) release();
    this.#loader?.dispose();
    this.#mismatched.dispose();
    this.events?.surface(null);
    this.events?.scale(null);
    this.events?.fidelity(null);
    this.#loader = null;
  }

  /** The zoom in force. */
  get currentZoom(): Zoom {
    const { main } = this.planes;
    // A plane that has shrunk since stays in sight.
    return this.zoom ? panBy(this.zoom, 0, 0, main) : fitZoom(main, this.view);
  }

  get viewSize(): Extent {
    return this.view;
  }

  get layers(): { readonly base: Layer | null; readonly detail: Layer | null } {
    return { base: this.#loader?.base ?? null, detail: this.#loader?.detail ?? null };
  }

  /** The finest picture that covers an element. */
  layerAt(x: number, y: number): Layer | null {
    const { base, detail } = this.layers;
    const region = detail?.picture.region;
    const inside =
      region &&
      x >= region.x &&
      y >= region.y &&
      x < region.x + region.width &&
      y < region.y + region.height;
    return inside ? detail : base;
  }

  protected override render(): TemplateResult {
    const error = this.#loader?.error ?? null;
    const busy = this.#loader?.busy ?? false;
    return html`<div
      class="stage"
      role="application"
      tabindex="0"
      aria-label=${t('Picture; arrow keys move the cursor, ? shows all keys')}
      aria-busy=${busy}
      @keydown=${(event: KeyboardEvent) => this.key(event)}
    >
      <div class="stage-plane" ?hidden=${error !== null}>
        <canvas class="stage-base" role="img" aria-label=${this.label}></canvas>
        <canvas class="stage-detail" aria-hidden="true"></canvas>
        <canvas class="stage-mismatched" aria-hidden="true"></canvas>
      </div>
      <canvas class="stage-overlay" aria-hidden="true"></canvas>
      ${busy ? html`<div class="progress-line" role="progressbar" aria-label=${t('Loading')}></div>` : nothing}
      ${
        error === null
          ? nothing
          : errorBox(
              error,
              () => this.#loader?.retry(),
              () => this.events.showLog(),
            )
      }
    </div>`;
  }

  protected override firstUpdated(): void {
    const element = this.querySelector<HTMLElement>('.stage')!;
    const observer = new ResizeObserver(() => {
      this.view = { width: element.clientWidth, height: element.clientHeight };
    });
    observer.observe(element);
    this.view = { width: element.clientWidth, height: element.clientHeight };
    this.#releases.push(() => observer.disconnect());
    const gestures = new Gestures({
      element,
      zoom: () => this.currentZoom,
      view: () => this.view,
      plane: () => this.planes.main,
      setZoom: zoom => this.events.zoom(zoom),
      hover: (x, y) => this.#hover(x, y),
      setRegion: region => this.events.region(region),
      click: (x, y) => {
        this.clearRegion();
        this.moveCursor(Math.floor(x), Math.floor(y));
      },
    });
    this.#releases.push(() => gestures.dispose());
  }

  protected override updated(changed: PropertyValues<this>): void {
    this.events.surface(this);
    if (changed.has('generation') || changed.has('source') || !this.#loader) this.#newLoader();
    if (changed.has('cursor') && this.cursor) this.#probe(...this.cursor, 'cursor');
    if (this.view.width > 0)
      this.#loader?.show(this.planes, this.currentZoom, this.view, devicePixelRatio);
    this.#mismatched.show(this.source, this.mismatched);
    this.#place();
    this.#schedulePaint();
  }

  /** The whole plane painted as it is shown, in full or as much of it as one reply holds. */
  async fullCanvas(): Promise<HTMLCanvasElement | null> {
    const { base } = this.layers;
    if (!base) return null;
    const layer = await fetchWhole(this.source, this.planes);
    const canvas = document.createElement('canvas');
    paintLayer(canvas, layer, this.options(base.picture), this.mask);
    return canvas;
  }

  key(event: KeyboardEvent): void {
    stageKey(this, event);
  }

  takeFocus(): void {
    this.querySelector<HTMLElement>('.stage')?.focus({ preventScroll: true });
  }

  nextNotFinite(step: 1 | -1): Promise<void> {
    return nextNotFinite(this, step);
  }

  /** Moves the keyboard cursor and probes there. */
  moveCursor(x: number, y: number): void {
    const { width, height } = this.planes.main;
    if (width === 0 || height === 0) return;
    const cx = Math.min(width - 1, Math.max(0, x));
    const cy = Math.min(height - 1, Math.max(0, y));
    this.events.cursor([cx, cy]);
    this.#probe(cx, cy, 'cursor');
    if (this.#anchor) this.events.region(regionBetween(this.#anchor, [cx, cy]));
  }

  /** Begins a region at an element, which the cursor then extends; again, leaves it as it is. */
  markRegion(x: number, y: number): void {
    this.#anchor = this.#anchor ? null : [x, y];
    if (this.#anchor) this.moveCursor(x, y);
  }

  clearRegion(): void {
    this.#anchor = null;
    this.events.region(null);
  }

  #newLoader(): void {
    this.#loader?.dispose();
    this.#loader = new PictureLoader(
      this.source,
      () => this.requestUpdate(),
      () => this.events.opens(),
    );
    this.#readyBase = null;
  }

  #hover(x: number | null, y: number | null): void {
    const { width, height } = this.planes.main;
    if (x === null || y === null || x < 0 || y < 0 || x >= width || y >= height) {
      // What was clicked is held.
      if (this.cursor) this.#probe(...this.cursor, 'cursor');
      else this.events.unprobe();
      return;
    }
    this.#probe(Math.floor(x), Math.floor(y), 'pointer');
  }

  #probe(x: number, y: number, from: 'pointer' | 'cursor'): void {
    const layer = this.layerAt(x, y);
    if (!layer) return;
    const { picture, mask } = layer;
    const near = valuesAt(picture, x, y);
    const maskNear = mask ? (valuesAt(mask, x, y)[0] ?? null) : null;
    this.events.probe({ x, y, near, exact: picture.exact, maskNear, from });
  }

  /** Puts the canvases where the zoom wants them. */
  #place(): void {
    const plane = this.querySelector<HTMLElement>('.stage-plane');
    if (!plane) return;
    const { centerX, centerY, scale } = this.currentZoom;
    this.events.scale(scale);
    const { width, height } = this.planes.main;
    plane.style.width = `${width}px`;
    plane.style.height = `${height}px`;
    const x = this.view.width / 2 - centerX * scale;
    const y = this.view.height / 2 - centerY * scale;
    plane.style.transform = `translate(${x}px, ${y}px) scale(${scale})`;
    plane.style.setProperty('--check', `${8 / scale}px`);
  }

  #schedulePaint(): void {
    if (this.#paintPending) return;
    this.#paintPending = true;
    requestAnimationFrame(() => {
      this.#paintPending = false;
      if (this.isConnected) this.#paint();
    });
  }

  #paint(): void {
    const { base, detail } = this.layers;
    const canvases = this.querySelectorAll<HTMLCanvasElement>('.stage-plane canvas');
    if (base) {
      const options = this.options(base.picture);
      this.#paintLayer(canvases[0]!, base, options);
      this.#reportLoaded(base, options);
      if (detail) this.#paintLayer(canvases[1]!, detail, options);
      this.#reportFidelity();
    }
    this.#mismatched.paint(canvases[2]!);
    canvases[1]!.hidden = !detail || !base;
    canvases[0]!.hidden = !base;
    const overlay = this.querySelector<HTMLCanvasElement>('.stage-overlay');
    if (!overlay || !base || this.view.width === 0) return;
    const useDetail = detail !== null && isFullSize(detail);
    drawOverlay(overlay, {
      zoom: this.currentZoom,
      view: this.view,
      plane: this.planes.main,
      pixelRatio: devicePixelRatio,
      layer: useDetail ? detail : base,
      painted: canvases[useDetail ? 1 : 0]!,
      channels: this.options(base.picture).channels,
      rings: this.#rings(base.picture, detail?.picture ?? null),
      cursor: this.cursor,
      region: this.region,
      mismatched: this.mismatched?.plane ?? null,
    });
  }

  #rings(base: Picture, detail: Picture | null): readonly Ring[] {
    const zoom = this.currentZoom;
    const around = notFiniteRings(base, zoom, this.view, detail?.region ?? null);
    return detail ? [...around, ...notFiniteRings(detail, zoom, this.view, null)] : around;
  }

  #reportFidelity(): void {
    const { base, detail } = this.layers;
    const seen = visibleRegion(this.currentZoom, this.planes.main, this.view);
    const best = detail && contains(detail.picture.region, seen) ? detail : base;
    this.events.fidelity(best && fidelityOf(best.picture));
  }

  /** Reports a new picture, or the same in other colours. */
  #reportLoaded(base: Layer, options: PaintOptions): void {
    const { ranges, channels, colormap, inverted } = options;
    const report = JSON.stringify([ranges, channels, colormap, inverted]);
    if (this.#readyBase === base && this.#reported === report) return;
    this.#readyBase = base;
    this.#reported = report;
    this.events.loaded(base.picture, options, base.mask);
    if (this.cursor) this.#probe(...this.cursor, 'cursor');
  }

  #paintLayer(canvas: HTMLCanvasElement, layer: Layer, options: PaintOptions): void {
    const how = JSON.stringify([options, this.mask]);
    const last = this.#painted.get(canvas);
    if (last?.layer !== layer || last.how !== how) {
      paintLayer(canvas, layer, options, this.mask);
      this.#painted.set(canvas, { layer, how });
      canvas.dataset.painter = painter().id;
    }
    const { picture } = layer;
    const { region } = picture;
    canvas.style.left = `${region.x}px`;
    canvas.style.top = `${region.y}px`;
    canvas.style.width = `${region.width}px`;
    canvas.style.height = `${region.height}px`;
    const density = picture.width / region.width;
    const screen = this.currentZoom.scale * devicePixelRatio;
    const shrunk = density > screen * 1.01;
    const blended = screen < this.smoothBelow && screen !== 1;
    canvas.classList.toggle('smooth', shrunk || blended);
  }
}

/** One value a channel at an element of the plane. */
function valuesAt({ region, width, height, channelCount, data }: Picture, x: number, y: number) {
  const px = Math.floor(((x - region.x) * width) / region.width);
  const py = Math.floor(((y - region.y) * height) / region.height);
  return Array.from({ length: channelCount }, (_, c) => data[(c * height + py) * width + px]!);
}
