import { html, nothing, type TemplateResult } from 'lit';
import { t } from '../../src/core/l10n';
import { icon, iconButton } from './icon';

/** One sentence above a picture on how it is shown, with at most one thing to do about it. */
export function note(
  severity: 'info' | 'warning' | 'error',
  message: string,
  action?: { readonly title: string; run(): void },
  onClose?: () => void,
): TemplateResult {
  return html`<div class="note ${severity}" role="note">
    ${icon(severity)}
    <span class="note-text">${message}</span>
    ${
      action
        ? html`<button type="button" class="link" @click=${action.run}>${action.title}</button>`
        : nothing
    }
    ${onClose ? iconButton('close', t('Close'), onClose) : nothing}
  </div>`;
}
