import { html, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { t } from '../../../src/core/l10n';
import type { PaintOptions } from '../../../src/core/render/paint';
import type { Picture } from '../../../src/core/render/picture';
import { painter } from '../../canvas/choosePainter';
import { type PictureSource, type Plane, wholePlane } from '../../canvas/pictures';
import { LightElement } from '../../element';

const THUMB_PIXELS = 96;
const THUMB_WIDTH = 76;
const EXTRA = 2;

/** The items of a batch as small pictures in a row; only those in sight are fetched, one by one. */
@customElement('loupe-batch-strip')
export class BatchStrip extends LightElement {
  @property({ attribute: false }) source!: PictureSource;
  /** The plane of an item of the batch. */
  @property({ attribute: false }) planeAt!: (item: number) => Plane;
  @property({ attribute: false }) options!: (picture: Picture) => PaintOptions;
  @property({ attribute: false }) count = 0;
  @property({ attribute: false }) selected = 0;
  /** Says when other pictures are needed. */
  @property({ attribute: false }) sourceKey = '';
  @property({ attribute: false }) onChoose!: (item: number) => void;
  @state() private scrolled = 0;
  @state() private viewWidth = 600;
  readonly #pictures = new Map<number, Picture>();
  #controller: AbortController | null = null;
  #observer: ResizeObserver | null = null;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#controller?.abort();
    this.#observer?.disconnect();
  }

  protected override render(): TemplateResult {
    const [first, last] = this.#span;
    const items = Array.from({ length: last - first }, (_, i) => first + i);
    return html`<div
      class="strip"
      role="listbox"
      tabindex="0"
      aria-label=${t('Batch items')}
      aria-orientation="horizontal"
      aria-activedescendant="${this.scope}-thumb-${this.selected}"
      @scroll=${(event: Event) => {
        this.scrolled = (event.target as HTMLElement).scrollLeft;
      }}
      @keydown=${(event: KeyboardEvent) => this.#onKey(event)}
    >
      <div class="strip-space" role="presentation"></div>
      ${items.map(item => this.#thumb(item))}
    </div>`;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('sourceKey')) return;
    this.#pictures.clear();
    this.#controller?.abort();
    this.#controller = null;
  }

  protected override firstUpdated(): void {
    this.#observer = new ResizeObserver(() => {
      this.viewWidth = this.clientWidth;
    });
    this.#observer.observe(this);
  }

  protected override updated(changed: PropertyValues<this>): void {
    const strip = this.querySelector<HTMLElement>('.strip')!;
    strip.querySelector<HTMLElement>('.strip-space')!.style.width = `${this.count * THUMB_WIDTH}px`;
    for (const thumb of strip.querySelectorAll<HTMLElement>('.thumb')) {
      const item = Number(thumb.dataset.item);
      thumb.style.left = `${item * THUMB_WIDTH}px`;
      const picture = this.#pictures.get(item);
      const canvas = thumb.querySelector('canvas')!;
      if (picture) painter().paint(canvas, picture, this.options(picture));
    }
    if (changed.has('selected')) this.#reveal(strip);
    if (!this.#controller) void this.#fetchNext();
  }

  get #span(): [number, number] {
    const first = Math.max(0, Math.floor(this.scrolled / THUMB_WIDTH) - EXTRA);
    const shown = Math.ceil(this.viewWidth / THUMB_WIDTH) + 2 * EXTRA;
    return [first, Math.min(this.count, first + shown)];
  }

  #thumb(item: number): TemplateResult {
    const selected = item === this.selected;
    return html`<div
      id="${this.scope}-thumb-${item}"
      class="thumb ${selected ? 'selected' : ''}"
      role="option"
      aria-selected=${selected}
      aria-label=${t('Item {0}', item)}
      data-item=${item}
      @click=${() => this.onChoose(item)}
    >
      <canvas aria-hidden="true"></canvas>
      <span class="thumb-number">${item}</span>
    </div>`;
  }

  #reveal(strip: HTMLElement): void {
    const left = this.selected * THUMB_WIDTH;
    if (left < strip.scrollLeft) strip.scrollLeft = left;
    else if (left + THUMB_WIDTH > strip.scrollLeft + strip.clientWidth)
      strip.scrollLeft = left + THUMB_WIDTH - strip.clientWidth;
  }

  async #fetchNext(): Promise<void> {
    const [first, last] = this.#span;
    let item = first;
    while (item < last && this.#pictures.has(item)) item++;
    if (item >= last || !this.isConnected) return;
    const controller = new AbortController();
    this.#controller = controller;
    const plane = this.planeAt(item);
    const shrink = THUMB_PIXELS / Math.max(plane.width, plane.height);
    try {
      const wanted = wholePlane(plane, shrink, Math.round);
      const picture = await this.source.fetch(wanted, controller.signal);
      if (this.#controller === controller) this.#pictures.set(item, picture);
    } catch {
      // The large picture reports errors; a thumbnail stays empty and is asked for again later.
      return;
    } finally {
      if (this.#controller === controller) this.#controller = null;
    }
    this.requestUpdate();
  }

  #onKey(event: KeyboardEvent): void {
    const moves: Readonly<Record<string, number>> = {
      ArrowLeft: this.selected - 1,
      ArrowRight: this.selected + 1,
      Home: 0,
      End: this.count - 1,
    };
    const to = moves[event.key];
    if (to === undefined) return;
    event.preventDefault();
    this.onChoose(Math.max(0, Math.min(this.count - 1, to)));
  }
}
