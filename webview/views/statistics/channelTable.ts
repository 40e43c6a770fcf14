import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { t } from '../../../src/core/l10n';
import type { TensorStats } from '../../../src/core/tensor/stats';
import type { ViewContext } from '../../context';
import { errorBox } from '../../controls/errorBox';
import { LightElement } from '../../element';
import { formatCount, formatNumber } from '../../format';
import { errorText, isCancelled } from '../../host';

const BINS = 16;
const MAX_CHANNELS = 256;

/** Statistics of each channel, on request: each is a reading of its own. */
@customElement('loupe-channel-statistics')
export class ChannelStatistics extends LightElement {
  @property({ attribute: false }) context!: ViewContext;
  @state() private rows: readonly TensorStats[] | null = null;
  @state() private error: string | null = null;
  #key = '';
  #controller: AbortController | null = null;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#controller?.abort();
  }

  protected override willUpdate(): void {
    const key = `${this.context.store.generation}/${this.context.tensorIndex}`;
    if (key === this.#key) return;
    this.#key = key;
    this.#controller?.abort();
    this.rows = null;
    this.error = null;
  }

  get #axis(): number | null {
    const axis = this.context.layout.channels;
    const count = axis === null ? 1 : (this.context.tensor.shape[axis] ?? 1);
    return count > 1 && count <= MAX_CHANNELS ? axis : null;
  }

  protected override render(): TemplateResult | typeof nothing {
    if (this.#axis === null) return nothing;
    if (this.error !== null)
      return errorBox(
        this.error,
        () => void this.#load(),
        () => void this.context.host.call('showLog', undefined),
      );
    if (!this.rows)
      return html`<button type="button" class="button secondary" @click=${() => void this.#load()}>
        ${t('Measure Each Channel')}
      </button>`;
    return html`<table class="channel-table">
      <caption>
        ${t('Each channel')}
      </caption>
      <thead>
        <tr>
          ${[t('Channel'), t('Min'), t('Max'), t('Mean'), t('Std'), 'NaN', 'Inf'].map(
            title => html`<th scope="col">${title}</th>`,
          )}
        </tr>
      </thead>
      <tbody>
        ${this.rows.map((stats, channel) => this.#row(stats, channel))}
      </tbody>
    </table>`;
  }

  #row(stats: TensorStats, channel: number): TemplateResult {
    const number = (value: number | string | null) =>
      typeof value === 'number' ? formatNumber(value, 5) : (value ?? '–');
    return html`<tr>
      <th scope="row">${channel}</th>
      ${[stats.min, stats.max, stats.mean, stats.std].map(value => html`<td>${number(value)}</td>`)}
      <td class=${stats.nan > 0 ? 'bad' : ''}>${formatCount(stats.nan)}</td>
      <td class=${stats.posInf + stats.negInf > 0 ? 'bad' : ''}>
        ${formatCount(stats.posInf + stats.negInf)}
      </td>
    </tr>`;
  }

  async #load(): Promise<void> {
    const axis = this.#axis;
    if (axis === null) return;
    const controller = new AbortController();
    this.#controller = controller;
    this.error = null;
    const { tensor, tensorIndex, host } = this.context;
    const rows: TensorStats[] = [];
    try {
      for (let channel = 0; channel < tensor.shape[axis]!; channel++) {
        const ranges = tensor.shape.map((size, at) =>
          at === axis ? { start: channel, count: 1, step: 1 } : { start: 0, count: size, step: 1 },
        );
        const params = { tensor: tensorIndex, ranges, bins: BINS };
        rows.push(await host.call('stats', params, controller.signal));
        if (this.#controller !== controller) return;
        this.rows = [...rows];
      }
    } catch (error) {
      if (this.#controller === controller && !isCancelled(error)) this.error = errorText(error);
    }
  }
}
