import { html } from 'lit';
import { type Marked, mark, t } from '../../../src/core/l10n';
import type { Probe, ViewContext } from '../../context';
import { emptyBox } from '../../controls/errorBox';
import { chooser } from '../../controls/fields';
import { type CodePart, copyCode } from '../../copyCode';
import { valueType } from '../../format';
import { chosenAxes, rowColumnChoosers } from '../shared/axes';
import { indexOf, isEmpty, tensorPlane } from '../shared/planes';
import { sliceSliders } from '../shared/slices';
import { VALUE_FORMATS, type ValueFormat } from '../shared/valueText';
import type { View } from '../view';
import { allCells, COPY_FORMATS, type CopyFormat, copyCells } from './copySlice';
import { goTo } from './goTo';
import { type Cell, type CellRange, cellAt, cursorAt, rangeOf, regionOf } from './selection';
import { TABLE_SETTINGS, type TableSettings } from './settings';
import { isTurned, planeRanges, sizeAlong, type TablePlane } from './tiles';
import './grid';

const FORMAT_TITLES: Readonly<Record<ValueFormat, Marked>> = {
  exact: mark('Exact'),
  fixed: mark('Fixed'),
  scientific: mark('Scientific'),
  hex: mark('Hex Bits'),
};

/** The entry of the copy menu that is no form of the cells themselves. */
const CODE = 'code';

/** Exact values of any tensor, strings included. */
export const tableView: View<TableSettings> = {
  id: 'table',
  title: mark('Table'),
  icon: 'table',
  isPicture: false,
  settings: TABLE_SETTINGS,
  fit: ({ tensor }) => (tensor.decodable ? 10 : 0),
  render(context) {
    if (isEmpty(context.tensor))
      return emptyBox('circle-slash', t('This tensor has no elements: one of its sizes is 0.'));
    const plane = planeOf(context);
    const { own, tensor, session } = context;
    const range = rangeOf(plane, session.region.value);
    const active = cellAt(plane, context.common.cursor);
    const cells = range ?? allCells(plane);
    const copyLoading = () => void copyCode(context, codePart(plane, cells));
    const copy = (format: CopyFormat) => void copyCells(context, plane, cells, format, copyLoading);
    return html`
      <div class="view-bar">
        ${rowColumnChoosers(context)} ${sliceSliders(context, [plane.rows, plane.columns])}
        ${chooser(
          t('Format'),
          VALUE_FORMATS.map(value => ({ value, title: t(FORMAT_TITLES[value]) })),
          own.format,
          value => context.setOwn({ format: value as ValueFormat }),
        )}
        ${chooser(
          t('Copy'),
          [
            { value: '', title: t('Copy as...') },
            ...COPY_FORMATS.map(({ id, title }) => ({ value: id, title })),
            { value: CODE, title: t('Python Code That Loads It') },
          ],
          '',
          value => (value === CODE ? copyLoading() : copy(value as CopyFormat)),
          { hideLabel: true, title: t('Copies the cells selected, or all of the slice shown') },
        )}
        ${goTo(context, plane)}
        <button
          type="button"
          class="button secondary"
          title=${t('Writes the slice shown as a tensor file of its own')}
          @click=${() => saveWhole(context, plane)}
        >
          ${t('Save Slice...')}
        </button>
      </div>
      <loupe-table
        .host=${context.host}
        .plane=${plane}
        .dtype=${valueType(tensor)}
        .format=${own.format}
        .generation=${context.store.generation}
        .active=${active}
        .selected=${range}
        .onSelect=${(cell: Cell, selected: CellRange | null) => {
          context.setCommon({ cursor: cursorAt(plane, cell) });
          session.region.set(selected && regionOf(plane, selected));
        }}
        .onCopy=${() => copy('tsv')}
        .onActive=${(cell: Cell) => session.probe.set(probeAt(context, plane, cell))}
        .label=${t('Values of {0}', context.title)}
      ></loupe-table>
    `;
  },
};

/** The cells of a table as a part of its tensor. */
function codePart(plane: TablePlane, cells: CellRange): CodePart {
  const { row, rowCount, column, columnCount } = cells;
  const ranges = planeRanges(plane, [row, rowCount], [column, columnCount]).map((range, axis) =>
    axis === plane.rows || axis === plane.columns ? range : { ...range, dropped: true },
  );
  return { ranges, isTurned: isTurned(plane) };
}

function saveWhole({ host }: ViewContext, plane: TablePlane): void {
  const all = (axis: number | null): [number, number] => [0, sizeAlong(plane, axis)];
  const ranges = planeRanges(plane, all(plane.rows), all(plane.columns));
  void host.call('saveSlice', { tensor: plane.tensor, ranges });
}

/** Rows and columns of the table: a vector goes down, a scalar is one cell. */
function planeOf(context: ViewContext): TablePlane {
  const { tensor, tensorIndex } = context;
  const { shape } = tensor;
  const index = indexOf(tensor, context.common);
  const base = { tensor: tensorIndex, shape, index };
  if (shape.length === 0) return { ...base, rows: null, columns: null };
  if (shape.length === 1) return { ...base, rows: 0, columns: null };
  const { rows, columns } = chosenAxes(context);
  return { ...base, rows, columns };
}

/** What the status line says of a cell. */
function probeAt({ tensor, tensorIndex }: ViewContext, plane: TablePlane, cell: Cell): Probe {
  const isColumn = plane.columns === null;
  const axes = {
    rows: isColumn ? null : plane.rows,
    columns: plane.columns ?? plane.rows ?? 0,
    channels: null,
  };
  const [x, y] = cursorAt(plane, cell);
  const own = tensorPlane(tensor, tensorIndex, axes, plane.index, []);
  return { x, y, from: 'cursor', parts: [{ name: '', plane: own, near: [], exact: false }] };
}
