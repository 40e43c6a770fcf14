import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { t } from '../../../src/core/l10n';
import { gridLevel } from '../../../src/core/present/firstPicture';
import { GRID_GAP, gridSize } from '../../../src/core/present/present';
import type { PaintOptions } from '../../../src/core/render/paint';
import type { Picture } from '../../../src/core/render/picture';
import { onRepaint, painter } from '../../canvas/choosePainter';
import type { MaskStyleOptions } from '../../canvas/layers';
import { fetchNoiseMask, type NoisePlane } from '../../canvas/noiseMask';
import { type PictureSource, type Plane, wholePlane } from '../../canvas/pictures';
import type { Surface } from '../../context';
import { errorBox } from '../../controls/errorBox';
import { LightElement } from '../../element';
import { formatNumber } from '../../format';
import { errorText, isCancelled } from '../../host';
import type { ViewSession } from '../../session';

/** All channels of a plane side by side, from one picture. */
@customElement('loupe-channel-grid')
export class ChannelGrid extends LightElement implements Surface {
  @property({ attribute: false }) session!: ViewSession;
  @property({ attribute: false }) source!: PictureSource;
  @property({ attribute: false }) plane!: Plane;
  /** Colours of one channel of the picture. */
  @property({ attribute: false }) options!: (picture: Picture, channel: number) => PaintOptions;
  /** The noise mask over every channel. */
  @property({ attribute: false }) mask: {
    readonly plane: NoisePlane;
    readonly style: MaskStyleOptions;
  } | null = null;
  @property({ attribute: false }) name = '';
  @property({ attribute: false }) generation = 0;
  @property({ attribute: false }) onChoose!: (channel: number) => void;
  @property({ attribute: false }) onLoaded!: (picture: Picture, mask: Picture | null) => void;
  /** The element of the plane under the pointer. */
  @property({ attribute: false }) onProbe!: (at: readonly [number, number] | null) => void;
  @property({ attribute: false }) onLog!: () => void;
  @state() private picture: Picture | null = null;
  @state() private maskPicture: Picture | null = null;
  @state() private error: string | null = null;
  #key = '';
  #controller: AbortController | null = null;
  #release: (() => void) | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#release = onRepaint(() => this.requestUpdate());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.session.surface.set(null);
    this.#release?.();
    this.#controller?.abort();
    this.#key = '';
  }

  protected override render(): TemplateResult {
    if (this.error !== null) return errorBox(this.error, () => this.#load(), this.onLog);
    const { picture } = this;
    const count = this.plane.channelCount;
    return html`<div
      class="channel-grid ${count <= 4 ? 'few' : ''}"
      role="group"
      aria-label=${t('Channels of {0}', this.name)}
      aria-busy=${picture === null}
    >
      ${Array.from({ length: count }, (_, channel) => this.#tile(channel, picture))}
    </div>`;
  }

  protected override updated(_changed: PropertyValues<this>): void {
    this.session.surface.set(this);
    const key = JSON.stringify([this.plane, this.mask?.plane, this.generation]);
    if (key !== this.#key) {
      this.#key = key;
      this.#load();
    }
    this.#paint();
  }

  #tile(channel: number, picture: Picture | null): TemplateResult {
    const range = picture?.ranges[channel];
    const span = range ? `${formatNumber(range.min, 3)} … ${formatNumber(range.max, 3)}` : '';
    const label = t('Channel {0}', channel);
    return html`<button
      type="button"
      class="tile"
      title=${t('Show channel {0} large', channel)}
      @click=${() => this.onChoose(channel)}
    >
      <canvas
        role="img"
        aria-label="${this.name} ${label} ${span}"
        data-channel=${channel}
        @pointermove=${(event: PointerEvent) => this.#point(event)}
        @pointerleave=${() => this.onProbe(null)}
      ></canvas>
      <span class="tile-caption">
        <span>${label}</span>${range ? html`<span class="quiet">${span}</span>` : nothing}
      </span>
    </button>`;
  }

  #point(event: PointerEvent): void {
    const { width, height } = this.plane;
    const box = (event.target as Element).getBoundingClientRect();
    const along = (offset: number, length: number, size: number) =>
      Math.min(size - 1, Math.max(0, Math.floor((offset / length) * size)));
    this.onProbe([
      along(event.clientX - box.left, box.width, width),
      along(event.clientY - box.top, box.height, height),
    ]);
  }

  #load(): void {
    this.#controller?.abort();
    const controller = new AbortController();
    this.#controller = controller;
    this.error = null;
    const { width, height, channelCount } = this.plane;
    const whole = wholePlane(this.plane, gridLevel(width, height, channelCount), Math.ceil);
    const { signal } = controller;
    // The next page of this file opens with the same.
    const opening = this.session.opens();
    Promise.all([
      this.source.fetch({ ...whole, opening }, signal),
      this.mask ? fetchNoiseMask(this.source, this.mask.plane, signal, opening) : null,
    ]).then(
      ([picture, mask]) => {
        if (this.#controller !== controller) return;
        this.picture = picture;
        this.maskPicture = mask;
        this.onLoaded(picture, mask);
      },
      (error: unknown) => {
        if (this.#controller === controller && !isCancelled(error)) this.error = errorText(error);
      },
    );
  }

  /** All channels on one sheet, as near to a square as they come. */
  fullCanvas(): Promise<HTMLCanvasElement | null> {
    const tiles = [...this.querySelectorAll('canvas')];
    const first = tiles[0];
    if (!first) return Promise.resolve(null);
    const { columns, rows } = gridSize(tiles.length);
    const sheet = document.createElement('canvas');
    sheet.width = columns * (first.width + GRID_GAP) - GRID_GAP;
    sheet.height = rows * (first.height + GRID_GAP) - GRID_GAP;
    const context = sheet.getContext('2d');
    tiles.forEach((tile, i) => {
      const x = (i % columns) * (first.width + GRID_GAP);
      const y = Math.floor(i / columns) * (first.height + GRID_GAP);
      context?.drawImage(tile, x, y);
    });
    return Promise.resolve(sheet);
  }

  #paint(): void {
    const { picture } = this;
    if (!picture || picture.channelCount !== this.plane.channelCount) return;
    const over =
      this.mask && this.maskPicture ? { ...this.mask.style, picture: this.maskPicture } : null;
    for (const canvas of this.querySelectorAll<HTMLCanvasElement>('canvas')) {
      const channel = Number(canvas.dataset.channel);
      const options = this.options(picture, channel);
      painter().paint(canvas, picture, over ? { ...options, mask: over } : options);
      canvas.dataset.painter = painter().id;
    }
  }
}
