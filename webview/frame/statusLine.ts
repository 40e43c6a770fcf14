import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { type Marked, mark, t } from '../../src/core/l10n';
import type { Picture } from '../../src/core/render/picture';
import type { Fidelity } from '../canvas/fidelity';
import type { Plane } from '../canvas/pictures';
import type { Probe, ViewContext } from '../context';
import { iconButton } from '../controls/icon';
import { LightElement } from '../element';
import { formatCount, valueType } from '../format';
import { isCancelled } from '../host';
import type { ViewSession } from '../session';
import { type ExactValues, probeText } from './probeText';

/** A pointer that rests this long is answered with exact values. */
const REST_MS = 60;
const MAX_VALUES = 256;

const FIDELITIES: Readonly<
  Record<Exclude<Fidelity, 'exact'>, { readonly name: Marked; readonly hint: Marked }>
> = {
  approximate: {
    name: mark('approximate'),
    hint: mark('Made from samples; the picture of all values is on its way'),
  },
  reduced: {
    name: mark('reduced'),
    hint: mark('One pixel stands for several values; zoom in to see each'),
  },
  rounded: {
    name: mark('rounded'),
    hint: mark('The picture rounds values to float32; the probe tells them exactly'),
  },
};

/** What lies under the pointer or the cursor, exactly; and what the picture leaves out. */
@customElement('loupe-status-line')
export class StatusLine extends LightElement {
  @property({ attribute: false }) context!: ViewContext;
  @state() private exact: {
    readonly probe: Probe;
    readonly values: readonly (ExactValues | null)[];
  } | null = null;
  #release: (() => void)[] = [];
  #controller: AbortController | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #watched: ViewSession | null = null;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const release of this.#release.splice(0)) release();
    this.#watched = null;
    clearTimeout(this.#timer);
    this.#controller?.abort();
  }

  protected override willUpdate(): void {
    const { session } = this.context;
    if (this.#watched === session) return;
    for (const release of this.#release.splice(0)) release();
    this.#watched = session;
    this.#release.push(session.probe.subscribe(() => this.#probed()));
    this.#release.push(session.region.subscribe(() => this.requestUpdate()));
    this.#release.push(session.scale.subscribe(() => this.requestUpdate()));
    this.#release.push(session.fidelity.subscribe(() => this.requestUpdate()));
  }

  protected override render(): TemplateResult {
    const probe = this.context.session.probe.value;
    const exact = this.exact?.probe === probe ? this.exact.values : [];
    const { text, hint } = probe ? probeText(probe, exact) : { text: '', hint: '' };
    const shown = this.context.session.shown.value;
    const region = this.context.session.region.value;
    const here = this.context.session.fidelity.value === null ? null : (shown?.picture ?? null);
    return html`<div class="status-line">
      <span class="probe" title=${hint} role="status" aria-live="polite" aria-label=${t('Probe')}>${text}</span>
      <span class="status-side">
        ${
          region
            ? html`<span>${t('Region {0} x {1} at {2}, {3}', region.width, region.height, region.x, region.y)}</span>`
            : nothing
        }
        ${here ? html`${this.#notFinite(here)} ${this.#fidelity()}` : nothing}
        ${this.#zoom()}
      </span>
    </div>`;
  }

  /** Copies what is known of the place on show, if there is one. */
  copyProbe(event: Event): void {
    const probe = this.context.session.probe.value;
    if (!probe) return;
    event.preventDefault();
    const exact = this.exact?.probe === probe ? this.exact.values : [];
    const { text } = probeText(probe, exact);
    void this.context.host.call('copyText', { text, what: text });
  }

  /** How many NaN and Inf the plane has, and the way to them. */
  #notFinite(picture: Picture): TemplateResult | typeof nothing {
    const { nanCount, infCount, sampled } = picture;
    if (nanCount + infCount === 0) return nothing;
    const counts = t('{0} NaN, {1} Inf', formatCount(nanCount), formatCount(infCount));
    const jump = (step: 1 | -1) => void this.context.session.surface.value?.nextNotFinite?.(step);
    const text = `${sampled ? '≥ ' : ''}${counts}`;
    return html`<span class="not-finite">
      ${
        this.context.session.scale.value === null
          ? html`<span class="bad">${text}</span>`
          : html`<button type="button" class="link bad" title=${t('Go to the next NaN or Inf')} @click=${() => jump(1)}>
            ${text}</button
          >${iconButton('chevron-left', t('Previous NaN or Inf'), () => jump(-1))}
          ${iconButton('chevron-right', t('Next NaN or Inf'), () => jump(1))}`
      }
    </span>`;
  }

  /** What the picture on screen leaves out. */
  #fidelity(): TemplateResult | typeof nothing {
    const fidelity = this.context.session.fidelity.value;
    if (fidelity === null || fidelity === 'exact') return nothing;
    const { name, hint } = FIDELITIES[fidelity];
    return html`<span class=${fidelity} title=${t(hint)}>${t(name)}</span>`;
  }

  /** How large the picture is, and the two sizes that people want. */
  #zoom(): TemplateResult | typeof nothing {
    const { common, session, setCommon } = this.context;
    const { scale } = session;
    if (scale.value === null) return nothing;
    const pixels = scale.value * devicePixelRatio;
    const percent = `${pixels < 0.1 ? (pixels * 100).toFixed(1) : Math.round(pixels * 100)} %`;
    const one = () => {
      const center = common.zoom ?? this.#middle();
      setCommon({ zoom: { ...center, scale: 1 / devicePixelRatio } });
    };
    return html`<span class="zoom">
      <span class="zoom-percent" title=${t('Screen pixels for each element')}>${percent}</span>
      ${iconButton('screen-full', t('Fit'), () => setCommon({ zoom: null }), {
        pressed: common.zoom === null,
      })}
      <button type="button" class="icon-button" title=${t('One to One')} aria-label=${t('One to One')} @click=${one}>
        1:1
      </button>
    </span>`;
  }

  #middle(): { readonly centerX: number; readonly centerY: number } {
    const plane = this.context.session.shown.value?.plane;
    return { centerX: (plane?.width ?? 0) / 2, centerY: (plane?.height ?? 0) / 2 };
  }

  #probed(): void {
    clearTimeout(this.#timer);
    this.#controller?.abort();
    this.requestUpdate();
    const probe = this.context.session.probe.value;
    if (probe) this.#timer = setTimeout(() => void this.#askExact(probe), REST_MS);
  }

  async #askExact(probe: Probe): Promise<void> {
    const controller = new AbortController();
    this.#controller = controller;
    try {
      const values = await Promise.all(
        probe.parts.map(({ plane }) => this.#valuesAt(plane, probe, controller.signal)),
      );
      if (this.context.session.probe.value === probe) this.exact = { probe, values };
    } catch (error) {
      // The picture's own value stays on screen; the host logs why the exact one is missing.
      if (!isCancelled(error)) this.exact = null;
    }
  }

  /** Exact values of all channels; null where there are none to ask for: a companion file gives pictures only. */
  async #valuesAt(
    plane: Plane | null,
    { x, y }: Probe,
    signal: AbortSignal,
  ): Promise<ExactValues | null> {
    if (plane === null || plane.file !== undefined) return null;
    const { axes, index, tensor } = plane;
    const of = this.context.store.tensors[tensor];
    const shape = of?.shape ?? [];
    const ranges = shape.map((size, axis) => {
      if (axis === axes.rows) return { start: y, count: 1, step: 1 };
      if (axis === axes.columns) return { start: x, count: 1, step: 1 };
      if (axis === axes.channels) return { start: 0, count: Math.min(size, MAX_VALUES), step: 1 };
      return { start: index[axis] ?? 0, count: 1, step: 1 };
    });
    const { values } = await this.context.host.call('values', { tensor, ranges }, signal);
    return { values, dtype: of ? valueType(of) : '' };
  }
}
