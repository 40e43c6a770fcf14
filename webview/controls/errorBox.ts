import { html, type TemplateResult } from 'lit';
import { t } from '../../src/core/l10n';
import { icon } from './icon';

/** An error in its place, with a way on. */
export function errorBox(message: string, onRetry: () => void, onLog: () => void): TemplateResult {
  return html`<div class="error-box" role="alert">
    ${icon('error')}
    <p>${message}</p>
    <div class="button-row">
      <button type="button" class="button" @click=${onRetry}>${t('Try Again')}</button>
      <button type="button" class="button secondary" @click=${onLog}>${t('Show Log')}</button>
    </div>
  </div>`;
}

/** A quiet sentence where there is nothing to show. */
export function emptyBox(iconName: string, message: string, hint = ''): TemplateResult {
  return html`<div class="empty-box">
    ${icon(iconName)}
    <p>${message}</p>
    <p class="hint">${hint}</p>
  </div>`;
}
