import { html } from 'lit';
import { mark, t } from '../../../src/core/l10n';
import { emptyBox } from '../../controls/errorBox';
import type { View } from '../view';
import { metadataList } from './list';

/** What the file says of itself. */
export const metadataView: View = {
  id: 'metadata',
  title: mark('Metadata'),
  icon: 'json',
  isPicture: false,
  covers: 'metadata',
  settings: {},
  fit: () => 1,
  render(context) {
    const metadata = context.store.document?.file?.metadata ?? [];
    if (metadata.length === 0) return emptyBox('json', t('This file has no metadata.'));
    return html`<div class="page" tabindex="0" role="region" aria-label=${t('Metadata')}>
      ${metadataList(context.host, metadata)}
    </div>`;
  },
};
