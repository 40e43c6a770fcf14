import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { t } from '../../../src/core/l10n';
import type { AxisRange } from '../../../src/core/tensor/slice';
import type { TensorStats } from '../../../src/core/tensor/stats';
import type { ViewContext } from '../../context';
import { type Reading, readingLine } from '../../controls/reading';
import { formatCount, formatNumber, formatPercent } from '../../format';
import type { ReadingProgress } from '../../host';
import { observations } from './observations';
import { RestingElement } from './restingElement';
import '../../controls/histogram';

const BINS = 128;
/** From this size on, statistics wait for the picture, and look again after this long. */
const LARGE_BYTES = 32 * 2 ** 20;
const QUIET_MS = 200;
/** A picture that does not come may not keep them for ever. */
const MAX_WAITS = 100;

/** Statistics of the context's tensor, asked for when shown. */
@customElement('loupe-statistics')
export class StatisticsPanel extends RestingElement {
  @property({ attribute: false }) override context!: ViewContext;
  @property({ attribute: false }) large = false;
  /** A part of the tensor; null takes all of it. */
  @property({ attribute: false }) ranges: readonly AxisRange[] | null = null;
  @state() private stats: TensorStats | null = null;
  #key = '';
  @state() private isStopped = false;
  #waited = 0;

  protected override willUpdate(): void {
    const { caches, tensorIndex, store } = this.context;
    const part = this.ranges ? JSON.stringify(this.ranges) : '';
    this.#key = `${store.generation}/${tensorIndex}/${part}`;
    if (!this.isAnother(this.#key)) return;
    this.#waited = 0;
    this.isStopped = false;
    this.stats = caches.stats.get(this.#key) ?? null;
    if (!this.stats) this.soon(() => this.#whenQuiet());
  }

  /** Loads, but lets the picture of a large tensor come first: both read all of it. */
  #whenQuiet(): void {
    const { tensor } = this.context;
    const { scale, fidelity } = this.context.session;
    const isDrawn = fidelity.value !== null && fidelity.value !== 'approximate';
    const isFree = tensor.byteLength <= LARGE_BYTES || scale.value === null || isDrawn;
    if (isFree || this.#waited++ > MAX_WAITS) this.load();
    else this.soon(() => this.#whenQuiet(), QUIET_MS);
  }

  protected override render(): TemplateResult {
    const failure = this.failure();
    if (failure) return failure;
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
    if (!this.reading) return html`<p class="quiet" role="status">${title}</p>`;
    return readingLine(this.reading, title, () => {
      this.isStopped = true;
    });
  }

  #stopped(): TemplateResult {
    return html`<p class="quiet" role="status">${t('Not all values were read.')}</p>
      <button type="button" class="button secondary" @click=${() => this.load()}>
        ${t('Read All Values')}
      </button>`;
  }

  protected override async measure(reading: Reading): Promise<void> {
    this.isStopped = false;
    const key = this.#key;
    const { caches, host, tensorIndex } = this.context;
    const whole = { tensor: tensorIndex, bins: BINS };
    const params = this.ranges ? { ...whole, ranges: this.ranges } : whole;
    const tell = (progress: ReadingProgress) => reading.tell(progress);
    const stats = await host.call('stats', params, reading.signal, tell);
    caches.stats.set(key, stats);
    if (!reading.signal.aborted) this.stats = stats;
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
