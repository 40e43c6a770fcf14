import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { t } from '../../src/core/l10n';
import { Reading, readingLine } from '../controls/reading';
import { LightElement } from '../element';
import { formatCount } from '../format';
import { type Host, isCancelled } from '../host';

/** Says that what values would tell of the file is not known yet, and reads them. */
@customElement('loupe-unread')
export class UnreadLine extends LightElement {
  @property({ attribute: false }) host!: Host;
  /** Tensors whose values were not read, of all. */
  @property({ attribute: false }) unread = 0;
  @property({ attribute: false }) total = 0;
  @state() private reading: Reading | null = null;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.reading?.cancel();
  }

  protected override render(): TemplateResult | typeof nothing {
    const { reading, unread, total } = this;
    if (unread === 0) return nothing;
    if (reading)
      return readingLine(reading, t('Reading all values...'), () => {
        this.reading = null;
      });
    const text =
      unread === total
        ? t('Values not read')
        : t('Values of {0} of {1} not read', formatCount(unread), formatCount(total));
    return html`<span class="quiet" title=${t('What the values would show is not among the findings.')}>${text}</span>
      <button type="button" class="link" @click=${() => void this.#read()}>${t('Read Them')}</button>`;
  }

  async #read(): Promise<void> {
    const reading = new Reading(() => this.requestUpdate());
    this.reading = reading;
    try {
      await this.host.call('checkValues', { tensor: null }, reading.signal, progress =>
        reading.tell(progress),
      );
    } catch (error) {
      if (!isCancelled(error)) throw error;
    } finally {
      if (this.reading === reading) this.reading = null;
    }
  }
}
