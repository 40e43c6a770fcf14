import { html, nothing, type TemplateResult } from 'lit';
import { type Marked, mark, t } from '../../src/core/l10n';
import { chooser } from '../controls/fields';
import { iconButton } from '../controls/icon';
import { formatCount } from '../format';
import { SORT_ORDERS, type SortOrder } from '../store';
import type { FilterOptions } from './tensorFilter';

const SORT_TITLES: Readonly<Record<SortOrder, Marked>> = {
  file: mark('File Order'),
  name: mark('Name'),
  size: mark('Size'),
  dtype: mark('Type'),
};

/** What stands above the tensor list, and what its controls do. */
interface ListTools extends FilterOptions {
  readonly total: number;
  /** Tensors that the filter lets through; null where nothing was typed. */
  readonly found: number | null;
  readonly error: string | null;
  readonly text: string;
  readonly sort: SortOrder;
  /** Groups of the tree; a flat list has none to fold. */
  readonly groups: number;
  readonly isCollapsed: boolean;
  change(patch: Partial<FilterOptions> | { readonly filterText: string }): void;
  onSort(sort: SortOrder): void;
  collapse(on: boolean): void;
  focusTree(): void;
}

/** Filter, its toggles, how much it leaves, order, and folding of the tree. */
export function listTools(tools: ListTools): TemplateResult {
  const { total, text, sort, groups, isCollapsed } = tools;
  return html`<div class="list-tools">
    <div class="filter-box">
      <input
        type="search"
        class="text-box"
        placeholder=${t('Filter {0} tensors', formatCount(total))}
        title=${t('Words of the name; also dtype:bf16, size:>10M, shape:*x3x3, kind:mask, finding:error')}
        aria-label=${t('Filter tensors')}
        .value=${text}
        @input=${(event: Event) => tools.change({ filterText: (event.target as HTMLInputElement).value })}
        @keydown=${(event: KeyboardEvent) => {
          if (event.key === 'ArrowDown') tools.focusTree();
        }}
      />
      ${iconButton('case-sensitive', t('Match Case'), () => tools.change({ matchCase: !tools.matchCase }), { pressed: tools.matchCase })}
      ${iconButton('regex', t('Use Regular Expression'), () => tools.change({ isRegex: !tools.isRegex }), { pressed: tools.isRegex })}
    </div>
    ${chooser(
      t('Sort'),
      SORT_ORDERS.map(value => ({ value, title: t(SORT_TITLES[value]) })),
      sort,
      value => tools.onSort(value as SortOrder),
      { hideLabel: true, title: t('Sort tensors') },
    )}
    ${
      groups > 0
        ? iconButton(
            isCollapsed ? 'expand-all' : 'collapse-all',
            isCollapsed ? t('Expand All') : t('Collapse All'),
            () => tools.collapse(!isCollapsed),
          )
        : nothing
    }
    <span class="filter-count ${tools.error === null ? 'quiet' : ''}" role="status">${outcome(tools)}</span>
  </div>`;
}

function outcome({ error, found, total }: ListTools): string {
  if (error !== null) return error;
  return found === null ? '' : t('{0} of {1}', formatCount(found), formatCount(total));
}
