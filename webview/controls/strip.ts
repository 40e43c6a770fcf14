import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Severity } from '../../src/core/findings';
import type { PaintOptions } from '../../src/core/render/paint';
import type { Picture } from '../../src/core/render/picture';
import { painter } from '../canvas/choosePainter';
import { LightElement } from '../element';

const EXTRA = 2;

/** One of a row of small pictures. */
export interface StripItem {
  /** What stands below it, cut at its beginning where there is no room. */
  readonly caption: string;
  /** Its name in full. */
  readonly label: string;
  readonly mark?: Severity | null;
}

const MARKS: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  info: 'info',
  hint: 'lightbulb',
};

/** Small pictures in a row, of which one is chosen; only those in sight are fetched, one by one. */
@customElement('loupe-strip')
export class Strip extends LightElement {
  @property({ attribute: false }) label = '';
  @property({ attribute: false }) count = 0;
  @property({ attribute: false }) selected = 0;
  @property({ attribute: false }) itemAt!: (item: number) => StripItem;
  /** Gets the picture of an item; null where it has none. */
  @property({ attribute: false }) load!: (
    item: number,
    signal: AbortSignal,
  ) => Promise<Picture | null>;
  @property({ attribute: false }) options!: (picture: Picture, item: number) => PaintOptions;
  /** Says when other pictures are needed. */
  @property({ attribute: false }) sourceKey = '';
  /** CSS pixels from one to the next. */
  @property({ attribute: false }) itemWidth = 76;
  @property({ attribute: false }) onChoose!: (item: number) => void;
  @state() private scrolled = 0;
  @state() private viewWidth = 600;
  readonly #pictures = new Map<number, Picture | null>();
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
      aria-label=${this.label}
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
    strip.querySelector<HTMLElement>('.strip-space')!.style.width =
      `${this.count * this.itemWidth}px`;
    for (const thumb of strip.querySelectorAll<HTMLElement>('.thumb')) {
      const item = Number(thumb.dataset.item);
      thumb.style.left = `${item * this.itemWidth}px`;
      const picture = this.#pictures.get(item);
      const canvas = thumb.querySelector('canvas')!;
      canvas.hidden = !picture;
      if (picture) painter().paint(canvas, picture, this.options(picture, item));
    }
    if (changed.has('selected') || changed.has('count')) this.#reveal(strip);
    if (!this.#controller) void this.#fetchNext();
  }

  get #span(): [number, number] {
    const first = Math.max(0, Math.floor(this.scrolled / this.itemWidth) - EXTRA);
    const shown = Math.ceil(this.viewWidth / this.itemWidth) + 2 * EXTRA;
    return [first, Math.min(this.count, first + shown)];
  }

  #thumb(item: number): TemplateResult {
    const selected = item === this.selected;
    const { label, caption, mark } = this.itemAt(item);
    return html`<div
      id="${this.scope}-thumb-${item}"
      class="thumb ${selected ? 'selected' : ''}"
      role="option"
      aria-selected=${selected}
      aria-label=${label}
      title=${label}
      data-item=${item}
      @click=${() => this.onChoose(item)}
    >
      <canvas aria-hidden="true"></canvas>
      ${this.#pictures.get(item) === null ? html`<span class="thumb-none codicon codicon-file" aria-hidden="true"></span>` : nothing}
      <span class="thumb-name"><bdi>${caption}</bdi></span>
      ${mark ? html`<span class="thumb-mark codicon codicon-${MARKS[mark]} ${mark}" aria-hidden="true"></span>` : nothing}
    </div>`;
  }

  /** Puts the chosen one into the middle, with both neighbours in sight. */
  #reveal(strip: HTMLElement): void {
    const left = this.selected * this.itemWidth;
    const isInside =
      left - this.itemWidth >= strip.scrollLeft &&
      left + 2 * this.itemWidth <= strip.scrollLeft + strip.clientWidth;
    if (!isInside) strip.scrollLeft = left - (strip.clientWidth - this.itemWidth) / 2;
  }

  async #fetchNext(): Promise<void> {
    const [first, last] = this.#span;
    let item = first;
    while (item < last && this.#pictures.has(item)) item++;
    if (item >= last || !this.isConnected) return;
    const controller = new AbortController();
    this.#controller = controller;
    try {
      const picture = await this.load(item, controller.signal);
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
