import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { type Marked, mark, t } from '../../../src/core/l10n';
import type { AxisRange } from '../../../src/core/tensor/slice';
import type { TensorStats } from '../../../src/core/tensor/stats';
import type { ViewContext } from '../../context';
import { type Reading, readingLine } from '../../controls/reading';
import { formatCount, formatNumber } from '../../format';
import type { ReadingProgress } from '../../host';
import { channelTitle } from '../shared/channels';
import { RestingElement } from './restingElement';

const BINS = 16;
const MAX_CHANNELS = 256;

/** What a column shows; the last ones only where there is room. */
const COLUMNS: readonly {
  readonly title: Marked;
  readonly value: (stats: TensorStats) => number | string | null;
}[] = [
  { title: mark('Min'), value: ({ min }) => min },
  { title: mark('Max'), value: ({ max }) => max },
  { title: mark('Mean'), value: ({ mean }) => mean },
  { title: mark('Std'), value: ({ std }) => std },
];

/** Statistics of each channel: of the whole tensor on request, of a region (`ranges` and `axis`) at once. */
@customElement('loupe-channel-statistics')
export class ChannelStatistics extends RestingElement {
  @property({ attribute: false }) override context!: ViewContext;
  /** A part of the tensor; null takes all of it. */
  @property({ attribute: false }) ranges: readonly AxisRange[] | null = null;
  /** The axis of the channels; null takes the layout's. */
  @property({ attribute: false }) axis: number | null = null;
  @state() private rows: readonly TensorStats[] | null = null;

  protected override willUpdate(): void {
    const { store, tensorIndex } = this.context;
    const key = JSON.stringify([store.generation, tensorIndex, this.ranges, this.axis]);
    if (!this.isAnother(key)) return;
    // A region that is being dragged keeps its last rows until it rests.
    if (this.ranges) this.soon(() => this.load());
    else this.rows = null;
  }

  get #channelAxis(): number | null {
    const axis = this.axis ?? this.context.layout.channels;
    const count = axis === null ? 1 : (this.context.tensor.shape[axis] ?? 1);
    return count > 1 && count <= MAX_CHANNELS ? axis : null;
  }

  protected override render(): TemplateResult | typeof nothing {
    const axis = this.#channelAxis;
    if (axis === null) return nothing;
    const failure = this.failure();
    if (failure) return failure;
    const { reading } = this;
    const stop = () => {
      this.reading = null;
      this.rows = null;
    };
    const progress =
      reading && !this.ranges ? readingLine(reading, t('Reading each channel...'), stop) : nothing;
    if (this.rows) return html`${this.#table(this.rows, axis)} ${progress}`;
    if (this.ranges) return nothing;
    if (reading) return html`${progress}`;
    return html`<button type="button" class="button secondary" @click=${() => this.load()}>
      ${t('Measure Each Channel')}
    </button>`;
  }

  #table(rows: readonly TensorStats[], axis: number): TemplateResult {
    const special = this.ranges ? [] : ['NaN', 'Inf'];
    return html`<table class="channel-table ${this.ranges ? 'compact' : ''}">
      <caption>
        ${t('Each channel')}
      </caption>
      <thead>
        <tr>
          ${[t('Channel'), ...COLUMNS.map(({ title }) => t(title)), ...special].map(
            title => html`<th scope="col">${title}</th>`,
          )}
        </tr>
      </thead>
      <tbody>
        ${rows.map((stats, channel) => this.#row(stats, channel, axis))}
      </tbody>
    </table>`;
  }

  #row(stats: TensorStats, channel: number, axis: number): TemplateResult {
    const digits = this.ranges ? 4 : 5;
    const number = (value: number | string | null) =>
      typeof value === 'number' ? formatNumber(value, digits) : (value ?? '–');
    const infinite = stats.posInf + stats.negInf;
    const bad = (count: number) => (count > 0 ? 'bad' : '');
    return html`<tr>
      <th scope="row" class=${this.ranges ? bad(stats.nan + infinite) : ''}>
        ${this.ranges ? channelTitle(this.context, axis, channel) : channel}
      </th>
      ${COLUMNS.map(({ value }) => html`<td>${number(value(stats))}</td>`)}
      ${
        this.ranges
          ? nothing
          : html`<td class=${bad(stats.nan)}>${formatCount(stats.nan)}</td>
            <td class=${bad(infinite)}>${formatCount(infinite)}</td>`
      }
    </tr>`;
  }

  protected override async measure(reading: Reading): Promise<void> {
    const axis = this.#channelAxis;
    if (axis === null) return;
    const { tensor, tensorIndex, host } = this.context;
    const whole = tensor.shape.map(size => ({ start: 0, count: size, step: 1 }));
    const part = this.ranges ?? whole;
    const rows: TensorStats[] = [];
    const count = tensor.shape[axis]!;
    for (let channel = 0; channel < count; channel++) {
      const tell = (progress: ReadingProgress) => reading.tell(progress, channel, count);
      const ranges = part.with(axis, { start: channel, count: 1, step: 1 });
      const params = { tensor: tensorIndex, ranges, bins: BINS };
      rows.push(await host.call('stats', params, reading.signal, tell));
      if (reading.signal.aborted) return;
      // A table that was there is replaced as a whole: half a region's rows would mislead.
      if (!this.ranges) this.rows = [...rows];
    }
    this.rows = rows;
  }
}
