import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { t } from '../../../src/core/l10n';
import type { AxisRange } from '../../../src/core/tensor/slice';
import type { TensorStats } from '../../../src/core/tensor/stats';
import type { ViewContext } from '../../context';
import { errorBox } from '../../controls/errorBox';
import { Reading, readingLine } from '../../controls/reading';
import { LightElement } from '../../element';
import { formatCount, formatNumber, formatPercent } from '../../format';
import { errorText, isCancelled, type ReadingProgress } from '../../host';
import { observations } from './observations';
import '../../controls/histogram';

const BINS = 128;
/** What rests this long is measured: the picture comes first, and who walks the list reads no values. */
const REST_MS = 150;
/** From this size on, statistics wait for the picture, and look again after this long. */
const LARGE_BYTES = 32 * 2 ** 20;
const QUIET_MS = 200;
/** A picture that does not come may not keep them for ever. */
const MAX_WAITS = 100;

/** Statistics of the context's tensor, asked for when shown. */
@customElement('loupe-statistics')
export class StatisticsPanel extends LightElement {
  @property({ attribute: false }) context!: ViewContext;
  @property({ attribute: false }) large = false;
  /** A part of the tensor; null takes all of it. */
  @property({ attribute: false }) ranges: readonly AxisRange[] | null = null;
  @state() private stats: TensorStats | null = null;
  @state() private error: string | null = null;
  #key = '';
  @state() private isStopped = false;
  #reading: Reading | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #waited = 0;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
    this.#reading?.cancel();
    this.#key = '';
  }

  protected override willUpdate(): void {
    const { caches, tensorIndex, store } = this.context;
    const part = this.ranges ? JSON.stringify(this.ranges) : '';
    const key = `${store.generation}/${tensorIndex}/${part}`;
    if (key === this.#key) return;
    this.#key = key;
    this.#waited = 0;
    this.stats = caches.stats.get(key) ?? null;
    clearTimeout(this.#timer);
    this.#reading?.cancel();
    this.#reading = null;
    this.isStopped = false;
    if (!this.stats) this.#timer = setTimeout(() => this.#whenQuiet(), REST_MS);
  }

  /** Loads, but lets the picture of a large tensor come first: both read all of it. */
  #whenQuiet(): void {
    const { tensor } = this.context;
    const { scale, fidelity } = this.context.session;
    const isDrawn = fidelity.value !== null && fidelity.value !== 'approximate';
    const isFree = tensor.byteLength <= LARGE_BYTES || scale.value === null || isDrawn;
    if (isFree || this.#waited++ > MAX_WAITS) this.#load();
    else this.#timer = setTimeout(() => this.#whenQuiet(), QUIET_MS);
  }

  protected override render(): TemplateResult {
    if (this.error !== null)
      return errorBox(
        this.error,
        () => this.#load(),
        () => void this.context.host.call('showLog', undefined),
      );
    const { stats } = this;
    if (!stats) return this.isStopped ? this.#stopped() : this.#progress();
    return html`
      ${this.large ? inWords(stats) : nothing}
      <dl class="facts ${this.large ? 'large' : ''}">${rows(stats)} ${this.large ? quantileRows(stats) : nothing}</dl>
      ${
        stats.histogram
          ? html`<loupe-histogram
            .histogram=${stats.histogram}
            .range=${this.context.session.shown.value?.options.ranges[0] ?? null}
            .onRange=${(min: number, max: number) =>
              this.context.setCommon({ rangeMode: 'manual', manual: { min, max } })}
          ></loupe-histogram>`
          : nothing
      }
    `;
  }

  #progress(): TemplateResult {
    const title = t('Reading all values...');
    if (!this.#reading) return html`<p class="quiet" role="status">${title}</p>`;
    return readingLine(this.#reading, title, () => {
      this.isStopped = true;
    });
  }

  #stopped(): TemplateResult {
    return html`<p class="quiet" role="status">${t('Not all values were read.')}</p>
      <button type="button" class="button secondary" @click=${() => this.#load()}>
        ${t('Read All Values')}
      </button>`;
  }

  #load(): void {
    this.#reading?.cancel();
    const reading = new Reading(() => this.requestUpdate());
    this.#reading = reading;
    this.isStopped = false;
    const key = this.#key;
    const { caches } = this.context;
    const whole = { tensor: this.context.tensorIndex, bins: BINS };
    const params = this.ranges ? { ...whole, ranges: this.ranges } : whole;
    this.error = null;
    const tell = (progress: ReadingProgress) => reading.tell(progress);
    this.context.host.call('stats', params, reading.signal, tell).then(
      stats => {
        caches.stats.set(key, stats);
        if (this.#reading === reading) this.stats = stats;
      },
      (error: unknown) => {
        if (this.#reading === reading && !isCancelled(error)) this.error = errorText(error);
      },
    );
  }
}

/** What the numbers say, for who does not read them off. */
function inWords(stats: TensorStats): TemplateResult | typeof nothing {
  const said = observations(stats);
  if (said.length === 0) return nothing;
  return html`<ul class="observations" aria-label=${t('In words')}>
    ${said.map(text => html`<li>${text}</li>`)}
  </ul>`;
}

const QUANTILE_TITLES = ['1 %', '5 %', '25 %', '50 %', '75 %', '95 %', '99 %'] as const;

/** Quantiles, marked where they were read off the histogram. */
function quantileRows({ quantiles }: TensorStats): TemplateResult | typeof nothing {
  if (!quantiles) return nothing;
  const mark = quantiles.exact ? '' : '≈ ';
  return html`${QUANTILE_TITLES.map(
    (title, i) => html`<dt>${title}</dt>
      <dd>${mark}${formatNumber(quantiles.values[i] ?? Number.NaN, 7)}</dd>`,
  )}`;
}

function rows(stats: TensorStats): TemplateResult {
  const number = (value: number | string | null) =>
    value === null ? '–' : typeof value === 'string' ? value : formatNumber(value, 7);
  const share = (count: number) =>
    stats.count > 0 && count > 0
      ? `${formatCount(count)} (${formatPercent(count / stats.count)})`
      : formatCount(count);
  const row = (name: string, value: string, mark = '') =>
    html`<dt>${name}</dt>
      <dd class=${mark}>${value}</dd>`;
  const bad = (count: number) => (count > 0 ? 'bad' : '');
  return html`
    ${row(t('Count'), formatCount(stats.count))} ${row(t('Min'), number(stats.min))}
    ${row(t('Max'), number(stats.max))} ${row(t('Mean'), number(stats.mean))}
    ${row(t('Std'), number(stats.std))} ${row(t('Zeros'), share(stats.zeros))}
    ${row('NaN', share(stats.nan), bad(stats.nan))}
    ${row('+Inf', share(stats.posInf), bad(stats.posInf))}
    ${row('-Inf', share(stats.negInf), bad(stats.negInf))}
  `;
}
