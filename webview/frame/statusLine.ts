import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Probe, ViewContext } from '../context';
import { iconButton } from '../controls/icon';
import { LightElement } from '../element';
import { formatCount, formatNumber } from '../format';
import { isCancelled } from '../host';
import { t } from '../l10n';

/** A pointer that rests this long is answered with exact values. */
const REST_MS = 60;
const MAX_VALUES = 256;
const CHANNEL_NAMES = ['R', 'G', 'B', 'A'];

/** What lies under the pointer or the cursor, exactly; and what the picture leaves out. */
@customElement('loupe-status-line')
export class StatusLine extends LightElement {
  @property({ attribute: false }) context!: ViewContext;
  @state() private exact: { readonly probe: Probe; readonly values: readonly string[] } | null =
    null;
  #release: (() => void)[] = [];
  #controller: AbortController | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #watched: ViewContext['probe'] | null = null;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const release of this.#release.splice(0)) release();
    this.#watched = null;
    clearTimeout(this.#timer);
    this.#controller?.abort();
  }

  protected override willUpdate(): void {
    if (this.#watched === this.context.probe) return;
    for (const release of this.#release.splice(0)) release();
    this.#watched = this.context.probe;
    this.#release.push(this.context.probe.subscribe(() => this.#probed()));
    this.#release.push(this.context.region.subscribe(() => this.requestUpdate()));
    this.#release.push(this.context.scale.subscribe(() => this.requestUpdate()));
  }

  protected override render(): TemplateResult {
    const probe = this.context.probe.value;
    const text = probe ? this.#text(probe) : '';
    const shown = this.context.shown.value;
    const region = this.context.region.value;
    const here = shown?.plane.tensor === this.context.tensorIndex ? shown.picture : null;
    return html`<div class="status-line">
      <span class="probe" role="status" aria-live="polite" aria-label=${t('Probe')}>${text}</span>
      <span class="status-side">
        ${
          region
            ? html`<span>${t('Region {0} x {1} at {2}, {3}', region.width, region.height, region.x, region.y)}</span>`
            : nothing
        }
        ${
          here && here.nanCount + here.infCount > 0
            ? html`<span class="bad" title=${t('n and N go to the next and the previous')}
              >${t('{0} NaN, {1} Inf', formatCount(here.nanCount), formatCount(here.infCount))}</span
            >`
            : nothing
        }
        ${
          here && !here.exact
            ? html`<span
              class="approximate"
              title=${t('The picture is reduced: one pixel stands for several values')}
              >${t('approximate')}</span
            >`
            : nothing
        }
        ${this.#zoom()}
      </span>
    </div>`;
  }

  /** How large the picture is, and the two sizes that people want. */
  #zoom(): TemplateResult | typeof nothing {
    const { scale, look, set } = this.context;
    if (scale.value === null) return nothing;
    const pixels = scale.value * devicePixelRatio;
    const percent = `${pixels < 0.1 ? (pixels * 100).toFixed(1) : Math.round(pixels * 100)} %`;
    const one = () => {
      const center = look.zoom ?? this.#middle();
      set({ zoom: { ...center, scale: 1 / devicePixelRatio } });
    };
    return html`<span class="zoom">
      <span class="zoom-percent" title=${t('Screen pixels for each element')}>${percent}</span>
      ${iconButton('screen-full', t('Fit'), () => set({ zoom: null }), {
        pressed: look.zoom === null,
      })}
      <button type="button" class="icon-button" title=${t('One to One')} aria-label=${t('One to One')} @click=${one}>
        1:1
      </button>
    </span>`;
  }

  #middle(): { readonly centerX: number; readonly centerY: number } {
    const plane = this.context.shown.value?.plane;
    return { centerX: (plane?.width ?? 0) / 2, centerY: (plane?.height ?? 0) / 2 };
  }

  #text(probe: Probe): string {
    const exact = this.exact?.probe === probe ? this.exact.values : null;
    const values = exact ?? probe.near.map(value => formatNumber(value, 6));
    const mark = exact || probe.exact ? '' : '≈ ';
    const named =
      values.length >= 3 && values.length <= 4 && probe.plane.axes.channels !== null
        ? values.map((value, i) => `${CHANNEL_NAMES[i]} ${value}`)
        : values.slice(0, 16);
    const more = values.length > named.length ? ` … (${values.length})` : '';
    return `x ${probe.x}, y ${probe.y}: ${mark}${named.join('  ')}${more}`;
  }

  #probed(): void {
    clearTimeout(this.#timer);
    this.#controller?.abort();
    this.requestUpdate();
    const probe = this.context.probe.value;
    // A borrowed file gives pictures only.
    if (probe && probe.plane.file === undefined)
      this.#timer = setTimeout(() => void this.#askExact(probe), REST_MS);
  }

  async #askExact(probe: Probe): Promise<void> {
    const controller = new AbortController();
    this.#controller = controller;
    const { axes, index, tensor } = probe.plane;
    const shape = this.context.store.tensors[tensor]?.shape ?? [];
    const ranges = shape.map((size, axis) => {
      if (axis === axes.rows) return { start: probe.y, count: 1, step: 1 };
      if (axis === axes.columns) return { start: probe.x, count: 1, step: 1 };
      if (axis === axes.channels) return { start: 0, count: Math.min(size, MAX_VALUES), step: 1 };
      return { start: index[axis] ?? 0, count: 1, step: 1 };
    });
    try {
      const { values } = await this.context.host.call(
        'values',
        { tensor, ranges },
        controller.signal,
      );
      if (this.context.probe.value !== probe) return;
      this.exact = {
        probe,
        values: values.map(value =>
          typeof value === 'string' ? value : `${value[0]}, ${value[1]}i`,
        ),
      };
    } catch (error) {
      // The picture's own value stays on screen; a lost exact one is told in the log by the host.
      if (!isCancelled(error)) this.exact = null;
    }
  }
}
