import { html } from 'lit';
import { mark, t } from '../../../src/core/l10n';
import type { View } from '../view';
import './channelTable';
import './panel';

/** Counts, moments and a histogram of all values. */
export const statisticsView: View = {
  id: 'statistics',
  title: mark('Statistics'),
  icon: 'graph',
  isPicture: false,
  covers: 'statistics',
  settings: {},
  fit: ({ tensor }) => (tensor.numeric && tensor.decodable ? 5 : 0),
  render(context) {
    return html`<div class="page" tabindex="0" role="region" aria-label=${t('Statistics')}>
      <loupe-statistics .context=${context} .large=${true}></loupe-statistics>
      <loupe-channel-statistics .context=${context}></loupe-channel-statistics>
    </div>`;
  },
};
