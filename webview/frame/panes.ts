import { html, nothing, type TemplateResult } from 'lit';
import { t } from '../../src/core/l10n';
import { formatCount } from '../format';
import type { Host } from '../host';
import type { Store } from '../store';
import { splitter } from './splitter';
import './tensorList';
import './unreadLine';

/** How a pane stands beside the picture, or over it on a narrow page. */
export interface PanePlace {
  readonly isNarrow: boolean;
  readonly width: number;
  /** Whether what is in it is drawn: on a new page the picture comes first. */
  readonly isFilled: boolean;
}

/** The pane of the tensor list, at the left. */
export function listPane(
  place: PanePlace,
  store: Store,
  host: Host,
  onSelect: (index: number) => void,
): TemplateResult {
  return html`<aside class="pane list-pane" aria-label=${t('Tensor List')}>
    <div class="pane-head">
      <h2>${t('Tensors')}</h2>
      <span class="count-badge">${formatCount(store.tensors.length)}</span>
    </div>
    <loupe-unread .host=${host} .unread=${store.unread} .total=${store.tensors.length}></loupe-unread>
    ${
      place.isFilled
        ? html`<loupe-tensor-list
          .tensors=${store.tensors}
          .fileName=${store.document?.file?.name ?? ''}
          .findings=${store.findings}
          .selected=${store.selected}
          .sort=${store.panes.sort}
          .onSelect=${onSelect}
          .onSort=${(sort: typeof store.panes.sort) => store.setPanes({ sort })}
        ></loupe-tensor-list>`
        : nothing
    }
    ${
      place.isNarrow
        ? nothing
        : splitter({
            label: t('Width of the tensor list'),
            value: place.width,
            min: 140,
            max: 600,
            direction: 1,
            onResize: listWidth => store.setPanes({ listWidth }),
          })
    }
  </aside>`;
}

/** The pane of the inspector, at the right; `body` is drawn once the pane is filled. */
export function inspectorPane(
  place: PanePlace,
  store: Store,
  body: () => TemplateResult,
): TemplateResult {
  return html`<aside class="pane inspector-pane" aria-label=${t('Inspector')}>
    ${
      place.isNarrow
        ? nothing
        : splitter({
            label: t('Width of the inspector'),
            value: place.width,
            min: 200,
            max: 700,
            direction: -1,
            onResize: inspectorWidth => store.setPanes({ inspectorWidth }),
          })
    }
    <div class="pane-scroll">${place.isFilled ? body() : nothing}</div>
  </aside>`;
}
