import { html, nothing, type TemplateResult } from 'lit';
import { t } from '../../src/core/l10n';
import type { OpenFailure } from '../../src/protocol/webviewMethods';
import { icon } from '../controls/icon';
import { cutText, formatCount } from '../format';
import type { Host } from '../host';

/** What is shown in place of a file that cannot be opened. */
export function failurePage(host: Host, failure: OpenFailure): TemplateResult {
  const open = (editor: 'text' | 'binary') => () => void host.call('openAs', { editor });
  return html`<main class="failure">
    ${icon('error')}
    <h1>${t('This file cannot be opened')}</h1>
    <p role="alert">${cutText(failure.message, 2000)}</p>
    ${
      failure.byteOffset === undefined
        ? nothing
        : html`<p class="quiet">${t('At byte {0}', formatCount(failure.byteOffset))}</p>`
    }
    ${failure.tensor ? html`<p class="quiet">${t('Tensor {0}', failure.tensor)}</p>` : nothing}
    <div class="button-row">
      <button
        type="button"
        class="button"
        @click=${() => void host.call('reopen', undefined)}
      >
        ${t('Try Again')}
      </button>
      <button type="button" class="button secondary" @click=${open('binary')}>
        ${t('Open as Binary')}
      </button>
      <button type="button" class="button secondary" @click=${open('text')}>
        ${t('Open as Text')}
      </button>
      <button
        type="button"
        class="button secondary"
        @click=${() => void host.call('showLog', undefined)}
      >
        ${t('Show Log')}
      </button>
    </div>
  </main>`;
}
