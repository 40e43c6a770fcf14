import { html } from 'lit';
import { mark, t } from '../../src/core/l10n';
import { emptyBox } from '../controls/errorBox';
import { isEmpty } from './planes';
import type { View } from './view';
import './lineChart';

/** A vector as a line. */
export const lineView: View = {
  id: 'line',
  title: mark('Line'),
  icon: 'graph-line',
  fit: ({ tensor }) => (tensor.numeric && tensor.decodable && tensor.shape.length === 1 ? 60 : 0),
  render(context) {
    if (isEmpty(context.tensor)) return emptyBox('circle-slash', t('This tensor has no elements.'));
    return html`<loupe-line .context=${context}></loupe-line>`;
  },
};
