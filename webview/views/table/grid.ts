import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { t } from '../../../src/core/l10n';
import { errorBox } from '../../controls/errorBox';
import { LightElement } from '../../element';
import type { Host } from '../../host';
import { formatValue, type ValueFormat, valueHint } from '../shared/valueText';
import { type Cell, type CellRange, isInRange, rangeBetween } from './selection';
import { sizeAlong, type TablePlane, TableTiles } from './tiles';

const ROW_HEIGHT = 22;
const HEAD_HEIGHT = 24;
const INDEX_WIDTH = 64;
/** Browsers draw nothing beyond some tens of millions of pixels: taller tables scroll by share. */
const MAX_SCROLL = 8_000_000;

const COLUMN_WIDTHS: Readonly<Record<ValueFormat, number>> = {
  exact: 124,
  fixed: 110,
  scientific: 124,
  hex: 118,
};

/** Types whose exact texts are longer than those of a float32, and text. */
const WIDE_TYPES = /64|^C|^[<>|=]/;
const WIDE_COLUMN = 172;

/** Exact values of a plane; only the cells in sight are there. */
@customElement('loupe-table')
export class TableGrid extends LightElement {
  @property({ attribute: false }) host!: Host;
  @property({ attribute: false }) plane!: TablePlane;
  @property({ attribute: false }) dtype = '';
  @property({ attribute: false }) format: ValueFormat = 'exact';
  @property({ attribute: false }) generation = 0;
  @property({ attribute: false }) label = '';
  /** The cell under the cursor. */
  @property({ attribute: false, hasChanged: isOther }) active: Cell = [0, 0];
  /** Cells selected, where they are more than one. */
  @property({ attribute: false }) selected: CellRange | null = null;
  @property({ attribute: false }) onSelect!: (active: Cell, selected: CellRange | null) => void;
  /** Hears which cell is under the cursor, again where its value is another. */
  @property({ attribute: false }) onActive!: (active: Cell) => void;
  /** Copies what is selected. */
  @property({ attribute: false }) onCopy!: () => void;
  @state() private top = 0;
  @state() private left = 0;
  @state() private viewWidth = 800;
  @state() private viewHeight = 600;
  /** Where a selection begins that Shift extends. */
  #anchor: Cell | null = null;
  #tiles: TableTiles | null = null;
  #key = '';
  /** The place last told. */
  #told = '';
  #observer: ResizeObserver | null = null;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#observer?.disconnect();
    this.#tiles?.dispose();
    this.#key = '';
  }

  protected override willUpdate(): void {
    this.#tiles ??= new TableTiles(this.host, () => this.requestUpdate());
    const key = JSON.stringify([this.plane, this.generation]);
    if (key === this.#key) return;
    this.#key = key;
    this.#tiles.show(this.plane);
  }

  get #rows(): number {
    return sizeAlong(this.plane, this.plane.rows);
  }

  get #columns(): number {
    return sizeAlong(this.plane, this.plane.columns);
  }

  get #width(): number {
    const isWide = this.format === 'exact' && WIDE_TYPES.test(this.dtype);
    return isWide ? WIDE_COLUMN : COLUMN_WIDTHS[this.format];
  }

  /** Elements a pixel of scrolling, per axis: 1 unless the table is taller than a page can be. */
  #scaleOf(length: number, side: number): number {
    return Math.max(1, (length * side) / MAX_SCROLL);
  }

  protected override render(): TemplateResult {
    const error = this.#tiles?.error ?? null;
    if (error !== null)
      return errorBox(
        error,
        () => this.#retry(),
        () => void this.host.call('showLog', undefined),
      );
    const firstRow = Math.floor((this.top * this.#scaleOf(this.#rows, ROW_HEIGHT)) / ROW_HEIGHT);
    const rowCount = Math.ceil(this.viewHeight / ROW_HEIGHT) + 1;
    const lastRow = Math.min(this.#rows, firstRow + rowCount);
    const scaleX = this.#scaleOf(this.#columns, this.#width);
    const firstColumn = Math.floor((this.left * scaleX) / this.#width);
    const columnCount = Math.ceil((this.viewWidth - INDEX_WIDTH) / this.#width) + 1;
    const lastColumn = Math.min(this.#columns, firstColumn + columnCount);
    const columns = range(firstColumn, lastColumn);
    return html`<div
      class="table"
      role="grid"
      tabindex="0"
      aria-label=${this.label}
      aria-multiselectable="true"
      aria-rowcount=${this.#rows + 1}
      aria-colcount=${this.#columns + 1}
      aria-activedescendant="${this.scope}-cell-${this.active[0]}-${this.active[1]}"
      @scroll=${this.#onScroll}
      @keydown=${(event: KeyboardEvent) => this.#onKey(event)}
    >
      <div class="table-space" role="presentation"></div>
      <div class="table-cells" role="presentation">
        <div class="table-head" role="row" aria-rowindex="1">
          <span class="table-corner" role="columnheader" aria-colindex="1"
            ><span class="visually-hidden">${t('Row')}</span></span
          >
          ${columns.map(
            column => html`<span role="columnheader" aria-colindex=${column + 2}>${column}</span>`,
          )}
        </div>
        ${range(firstRow, lastRow).map(row => this.#row(row, columns))}
      </div>
    </div>`;
  }

  #row(row: number, columns: readonly number[]): TemplateResult {
    return html`<div class="table-row" role="row" aria-rowindex=${row + 2}>
      <span class="table-index" role="rowheader" aria-colindex="1">${row}</span>
      ${columns.map(column => this.#cell(row, column))}
    </div>`;
  }

  #cell(row: number, column: number): TemplateResult {
    const value = this.#tiles?.value(row, column) ?? null;
    const text = value === null ? '…' : formatValue(value, this.format, this.dtype);
    const odd = [value].flat().some(part => part === 'NaN' || part?.endsWith('Infinity'));
    const active = row === this.active[0] && column === this.active[1];
    const selected = active || (this.selected !== null && isInRange(this.selected, row, column));
    return html`<span
      id="${this.scope}-cell-${row}-${column}"
      class="table-cell ${odd ? 'bad' : ''} ${selected ? 'selected' : ''} ${active ? 'active' : ''}"
      role="gridcell"
      aria-colindex=${column + 2}
      aria-selected=${selected}
      title=${value === null ? nothing : valueHint(value, this.dtype)}
      @pointerdown=${(event: PointerEvent) => {
        if (event.button === 0) this.#select([row, column], event.shiftKey);
      }}
      @pointerenter=${(event: PointerEvent) => {
        if (event.buttons === 1) this.#select([row, column], true);
      }}
      >${text}</span
    >`;
  }

  protected override firstUpdated(): void {
    this.#observer = new ResizeObserver(() => {
      this.viewWidth = this.clientWidth;
      this.viewHeight = this.clientHeight - HEAD_HEIGHT;
      this.#reveal(...this.active);
    });
    this.#observer.observe(this);
  }

  protected override updated(changed: Map<PropertyKey, unknown>): void {
    const space = this.querySelector<HTMLElement>('.table-space');
    if (!space) return;
    const height = Math.min(MAX_SCROLL, this.#rows * ROW_HEIGHT) + HEAD_HEIGHT;
    const width = Math.min(MAX_SCROLL, this.#columns * this.#width) + INDEX_WIDTH;
    space.style.height = `${height}px`;
    space.style.width = `${width}px`;
    this.style.setProperty('--cell-width', `${this.#width}px`);
    if (changed.has('active')) this.#reveal(...this.active);
    const told = JSON.stringify([this.#key, this.active]);
    if (told === this.#told) return;
    this.#told = told;
    this.onActive(this.active);
  }

  readonly #onScroll = (event: Event): void => {
    const table = event.target as HTMLElement;
    this.top = table.scrollTop;
    this.left = table.scrollLeft;
  };

  #retry(): void {
    this.#key = '';
    this.requestUpdate();
  }

  #onKey(event: KeyboardEvent): void {
    const [row, column] = this.active;
    const page = Math.max(1, Math.floor(this.viewHeight / ROW_HEIGHT) - 1);
    const ends = event.ctrlKey || event.metaKey;
    const moves: Readonly<Record<string, readonly [number, number]>> = {
      ArrowDown: [row + 1, column],
      ArrowUp: [row - 1, column],
      ArrowLeft: [row, column - 1],
      ArrowRight: [row, column + 1],
      PageDown: [row + page, column],
      PageUp: [row - page, column],
      Home: [ends ? 0 : row, 0],
      End: [ends ? this.#rows - 1 : row, this.#columns - 1],
    };
    const to = moves[event.key];
    if (to) this.#select([clamp(to[0], this.#rows), clamp(to[1], this.#columns)], event.shiftKey);
    else if (event.key === 'Escape' && this.selected) this.#select(this.active, false);
    else if (!ends || event.key !== 'c' || !this.#copy()) return;
    event.preventDefault();
  }

  /** Moves to a cell; one that is extended to is the end of a selection. */
  #select(to: Cell, isExtended: boolean): void {
    if (isExtended) this.#anchor ??= this.active;
    else this.#anchor = null;
    this.onSelect(to, this.#anchor && rangeBetween(this.#anchor, to));
  }

  /** Copies the cell, as it is written; text that is selected is left to the browser. */
  #copy(): boolean {
    if (this.selected) {
      this.onCopy();
      return true;
    }
    const value = this.#tiles?.value(...this.active) ?? null;
    if (value === null || document.getSelection()?.isCollapsed === false) return false;
    const text = formatValue(value, this.format, this.dtype);
    void this.host.call('copyText', { text, what: text });
    return true;
  }

  /** Scrolls until a cell is in sight. */
  #reveal(row: number, column: number): void {
    const table = this.querySelector<HTMLElement>('.table');
    if (!table) return;
    const scroll = (at: number, side: number, count: number, now: number, view: number) => {
      const scale = this.#scaleOf(count, side);
      const start = (at * side) / scale;
      if (start < now) return start;
      return start + side > now + view ? start + side - view : now;
    };
    table.scrollTop = scroll(row, ROW_HEIGHT, this.#rows, table.scrollTop, this.viewHeight - 12);
    const width = this.viewWidth - INDEX_WIDTH - 12;
    table.scrollLeft = scroll(column, this.#width, this.#columns, table.scrollLeft, width);
  }
}

function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i);
}

function clamp(value: number, size: number): number {
  return Math.max(0, Math.min(size - 1, value));
}

function isOther(now: Cell, before: Cell | undefined): boolean {
  return before === undefined || now[0] !== before[0] || now[1] !== before[1];
}
