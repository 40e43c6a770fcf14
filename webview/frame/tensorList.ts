import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { byteSize } from '../../src/core/byteSize';
import { kindTitle } from '../../src/core/contracts/classification';
import type { Finding, Severity } from '../../src/core/findings';
import { type Marked, mark, t } from '../../src/core/l10n';
import type { TensorInfo } from '../../src/protocol/engineMethods';
import { LightElement } from '../element';
import { cutText, fileBytes, formatCount, tensorTitle, typeAndShape } from '../format';
import type { SortOrder } from '../store';
import { listTools } from './listTools';
import { RowHeights } from './rowHeights';
import { parseFilter, type TensorFilter } from './tensorFilter';
import { commonPrefix, groupPaths, type TreeOptions, type TreeRow, treeRows } from './treeModel';

const TENSOR_HEIGHT = 38;
const GROUP_HEIGHT = 22;
/** Characters of a name that are always shown, from its end. */
const TAIL_LENGTH = 28;
/** Rows drawn beyond the view on each side. */
const EXTRA_ROWS = 8;
const NO_FILTER = parseFilter('', { matchCase: false, isRegex: false }, []);
/** What the filter depends on. */
const FILTERED_BY = ['filterText', 'matchCase', 'isRegex', 'findings'];
/** Below this many tensors a filter box is only in the way. */
const FILTER_COUNT = 6;
const MARKED_SEVERITIES = ['error', 'warning', 'info'] as const satisfies readonly Severity[];
type MarkedSeverity = (typeof MARKED_SEVERITIES)[number];
const SEVERITY_TITLES: Readonly<Record<MarkedSeverity, Marked>> = {
  error: mark('error'),
  warning: mark('warning'),
  info: mark('info'),
};

/** The tensors of the file: a tree by dotted names, of which only the rows in sight are drawn. */
@customElement('loupe-tensor-list')
export class TensorList extends LightElement {
  /** Names a tensor without a name of its own. */
  @property({ attribute: false }) fileName = '';
  @property({ attribute: false }) tensors: readonly TensorInfo[] = [];
  @property({ attribute: false }) findings: readonly Finding[] = [];
  @property({ attribute: false }) selected = 0;
  @property({ attribute: false }) sort: SortOrder = 'file';
  @property({ attribute: false }) onSelect!: (index: number) => void;
  @property({ attribute: false }) onSort!: (sort: SortOrder) => void;
  @state() private filterText = '';
  @state() private matchCase = false;
  @state() private isRegex = false;
  @state() private collapsed: ReadonlySet<string> = new Set();
  @state() private scrolled = 0;
  @state() private viewHeight = 600;
  @state() private focused = -1;
  #filter: TensorFilter = NO_FILTER;
  /** Paths of all groups of the tree. */
  #groups: readonly string[] = [];
  #rows: readonly TreeRow[] = [];
  #heights = new RowHeights([]);
  /** What every name of a flat list begins with, which rows leave out. */
  #prefix = '';
  #worst = new Map<string, MarkedSeverity>();
  #observer: ResizeObserver | null = null;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#observer?.disconnect();
  }

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('findings')) this.#worst = worstByTensor(this.findings);
    if (FILTERED_BY.some(name => changed.has(name))) {
      const { matchCase, isRegex } = this;
      this.#filter = parseFilter(this.filterText, { matchCase, isRegex }, this.findings);
    }
    if ([...FILTERED_BY, 'tensors', 'sort', 'collapsed'].some(name => changed.has(name))) {
      this.#rows = treeRows(this.tensors, this.#options);
      this.#prefix = commonPrefix(this.tensors, this.#rows);
      if (!changed.has('collapsed') || changed.size > 1)
        this.#groups = groupPaths(this.tensors, this.#options);
      this.#heights = new RowHeights(
        this.#rows.map(row => (row.type === 'group' ? GROUP_HEIGHT : TENSOR_HEIGHT)),
      );
      this.focused = this.#rowOf(this.selected);
    } else if (changed.has('selected')) this.focused = this.#rowOf(this.selected);
  }

  protected override render(): TemplateResult {
    const first = Math.max(0, this.#heights.rowAt(this.scrolled) - EXTRA_ROWS);
    const last = Math.min(
      this.#rows.length,
      this.#heights.rowAt(this.scrolled + this.viewHeight) + EXTRA_ROWS + 1,
    );
    const rows = this.#rows.slice(first, last);
    return html`
      ${this.tensors.length >= FILTER_COUNT ? this.#tools() : nothing}
      ${
        this.#prefix === ''
          ? nothing
          : html`<p class="list-prefix quiet" title=${this.#prefix}>${t('in {0}', this.#prefix)}</p>`
      }
      <div
        class="tree"
        role="tree"
        tabindex="0"
        aria-label=${t('Tensors')}
        aria-activedescendant=${this.focused >= 0 ? `row-${this.focused}` : nothing}
        @scroll=${(event: Event) => {
          this.scrolled = (event.target as HTMLElement).scrollTop;
        }}
        @keydown=${(event: KeyboardEvent) => this.#key(event)}
      >
        <div class="tree-space" role="presentation">
          <div class="tree-rows" role="presentation">
            ${rows.map((row, i) => this.#row(row, first + i))}
          </div>
        </div>
        ${
          this.#rows.length === 0
            ? html`<p class="tree-none quiet">${t('No tensor matches.')}</p>`
            : nothing
        }
      </div>
    `;
  }

  protected override firstUpdated(): void {
    const tree = this.#tree();
    let isMeasured = false;
    this.#observer = new ResizeObserver(() => {
      this.viewHeight = tree.clientHeight;
      if (!isMeasured) this.#reveal(this.focused);
      isMeasured = true;
    });
    this.#observer.observe(tree);
  }

  protected override updated(changed: Map<PropertyKey, unknown>): void {
    const first = Math.max(0, this.#heights.rowAt(this.scrolled) - EXTRA_ROWS);
    this.querySelector<HTMLElement>('.tree-space')!.style.height = `${this.#heights.total}px`;
    const top = this.#heights.topOf(first);
    this.querySelector<HTMLElement>('.tree-rows')!.style.transform = `translateY(${top}px)`;
    for (const row of this.querySelectorAll<HTMLElement>('[role="treeitem"]'))
      row.style.setProperty('--level', row.getAttribute('aria-level'));
    if (changed.has('focused')) this.#reveal(this.focused);
  }

  get #options(): TreeOptions {
    return { filter: this.#filter, sort: this.sort, collapsed: this.collapsed };
  }

  #tools(): TemplateResult {
    const { isEmpty, error } = this.#filter;
    const groups = this.#groups;
    return listTools({
      total: this.tensors.length,
      found: isEmpty ? null : this.#rows.length,
      error,
      text: this.filterText,
      matchCase: this.matchCase,
      isRegex: this.isRegex,
      sort: this.sort,
      groups: groups.length,
      isCollapsed: groups.length > 0 && groups.every(path => this.collapsed.has(path)),
      change: patch => Object.assign(this, patch),
      onSort: this.onSort,
      collapse: on => {
        this.collapsed = new Set(on ? groups : []);
      },
      focusTree: () => this.#tree().focus(),
    });
  }

  #row(row: TreeRow, at: number): TemplateResult {
    return row.type === 'group' ? this.#groupRow(row, at) : this.#tensorRow(row, at);
  }

  #groupRow(row: TreeRow & { type: 'group' }, at: number): TemplateResult {
    return html`<div
      id="row-${at}"
      class="tree-row group ${at === this.focused ? 'focused' : ''}"
      role="treeitem"
      aria-level=${row.level}
      aria-expanded=${row.expanded}
      @click=${() => this.#toggle(row.path)}
    >
      <span
        class="codicon codicon-chevron-${row.expanded ? 'down' : 'right'}"
        aria-hidden="true"
      ></span>
      ${middleCut(cutText(row.label))}
      <span class="row-count">${formatCount(row.count)}</span>
    </div>`;
  }

  #tensorRow(row: TreeRow & { type: 'tensor' }, at: number): TemplateResult {
    const tensor = this.tensors[row.index]!;
    const selected = row.index === this.selected;
    const worst = this.#worst.get(tensor.name);
    const kind = kindTitle(tensor.classification);
    return html`<div
      id="row-${at}"
      class="tree-row tensor ${selected ? 'selected' : ''} ${at === this.focused ? 'focused' : ''}"
      role="treeitem"
      aria-level=${row.level}
      aria-selected=${selected}
      title=${cutText(tensor.name)}
      @click=${() => this.onSelect(row.index)}
    >
      <span class="row-main">
        ${middleCut(cutText(row.label.slice(this.#prefix.length)) || tensorTitle('', this.fileName), worst)}
        ${
          worst
            ? html`<span
              class="codicon codicon-${worst} ${worst}"
              role="img"
              aria-label=${t(SEVERITY_TITLES[worst])}
            ></span>`
            : nothing
        }
        ${kind ? html`<span class="badge">${kind}</span>` : nothing}
      </span>
      <span class="row-detail">
        ${typeAndShape(tensor)} · ${byteSize(fileBytes(tensor))}
      </span>
    </div>`;
  }

  #tree(): HTMLElement {
    return this.querySelector<HTMLElement>('.tree')!;
  }

  #rowOf(index: number): number {
    return this.#rows.findIndex(row => row.type === 'tensor' && row.index === index);
  }

  #toggle(path: string): void {
    const collapsed = new Set(this.collapsed);
    if (!collapsed.delete(path)) collapsed.add(path);
    this.collapsed = collapsed;
  }

  /** Scrolls to a row by what is known of the view: asking the page would have it laid out at once. */
  #reveal(at: number): void {
    if (at < 0) return;
    const top = this.#heights.topOf(at);
    const bottom = this.#heights.topOf(at + 1);
    if (top < this.scrolled) this.#scrollTo(top);
    else if (bottom > this.scrolled + this.viewHeight) this.#scrollTo(bottom - this.viewHeight);
  }

  #scrollTo(top: number): void {
    this.#tree().scrollTop = top;
    this.scrolled = top;
  }

  #key(event: KeyboardEvent): void {
    const page = Math.max(1, Math.floor(this.viewHeight / TENSOR_HEIGHT) - 1);
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: this.focused + 1,
      ArrowUp: this.focused - 1,
      PageDown: this.focused + page,
      PageUp: this.focused - page,
      Home: 0,
      End: this.#rows.length - 1,
    };
    const to = moves[event.key];
    if (to !== undefined) this.#moveTo(Math.max(0, Math.min(this.#rows.length - 1, to)));
    else if (!this.#fold(event.key)) return;
    event.preventDefault();
  }

  #moveTo(at: number): void {
    const row = this.#rows[at];
    this.focused = at;
    if (row?.type === 'tensor') this.onSelect(row.index);
  }

  #fold(key: string): boolean {
    const row = this.#rows[this.focused];
    if (row?.type === 'group') {
      const act = (key === 'ArrowRight') !== row.expanded || key === 'Enter' || key === ' ';
      if (!['ArrowRight', 'ArrowLeft', 'Enter', ' '].includes(key)) return false;
      if (act) this.#toggle(row.path);
      return true;
    }
    if (key !== 'ArrowLeft' || !row) return false;
    for (let at = this.focused; at >= 0; at--)
      if (this.#rows[at]!.type === 'group' && this.#rows[at]!.level < row.level) {
        this.focused = at;
        return true;
      }
    return false;
  }
}

/** Names of one file differ at their end: where there is no room, their middle goes. */
function middleCut(name: string, mark = ''): TemplateResult {
  const at = Math.max(0, name.length - TAIL_LENGTH);
  return html`<span class="row-name ${mark}"
    ><span class="row-head">${name.slice(0, at)}</span><span class="row-tail">${name.slice(at)}</span></span
  >`;
}

function worstByTensor(findings: readonly Finding[]): Map<string, MarkedSeverity> {
  const worst = new Map<string, MarkedSeverity>();
  for (const severity of MARKED_SEVERITIES.toReversed())
    for (const finding of findings)
      if (finding.severity === severity && finding.tensor !== null)
        worst.set(finding.tensor, severity);
  return worst;
}
