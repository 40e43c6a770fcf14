import { html, nothing, type TemplateResult } from 'lit';
import { t } from '../../src/core/l10n';
import type { TensorInfo } from '../../src/protocol/engineMethods';
import type { ViewContext } from '../context';
import { segmented } from '../controls/fields';
import { quantisedText } from '../format';

/** The entry of a quantised weight among the facts of its tensor. */
export function quantisedFact({ quantised }: TensorInfo): TemplateResult | typeof nothing {
  if (!quantised) return nothing;
  return html`<dt>${t('Quantised')}</dt>
    <dd>${quantisedText(quantised)}</dd>`;
}

/** Which of its two faces a quantised weight shows, and what a person should know of it. */
export function quantisedReading(context: ViewContext): TemplateResult | typeof nothing {
  const { quantised } = context.tensor;
  if (!quantised) return nothing;
  const reading = context.store.document?.file?.reading ?? 'stored';
  const choices = [
    { value: 'real', title: t('Real Values') },
    { value: 'stored', title: t('Stored Codes') },
  ] as const;
  const choose = (next: typeof reading) => {
    if (next !== reading) void context.host.call('setReading', { reading: next });
  };
  return html`
    ${
      quantised.shape
        ? html`<div class="reading">
          ${segmented(t('Quantised weights'), choices, reading, choose)}
        </div>`
        : nothing
    }
    ${quantised.note ? html`<p class="because quiet">${quantised.note}</p>` : nothing}
  `;
}
