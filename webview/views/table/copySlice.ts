import { t } from '../../../src/core/l10n';
import { TORCH_DTYPES } from '../../../src/core/tensor/torchDtypes';
import type { ViewContext } from '../../context';
import { formatCount, valueType } from '../../format';
import { formatValue } from '../shared/valueText';
import type { CellRange } from './selection';
import { isTurned, planeRanges, sizeAlong, type TablePlane, transpose } from './tiles';

/** The forms in which cells are copied. */
export const COPY_FORMATS = [
  { id: 'csv', title: 'CSV' },
  { id: 'numpy', title: 'NumPy' },
  { id: 'torch', title: 'PyTorch' },
  { id: 'tsv', title: 'TSV' },
] as const;
/** One of them. */
export type CopyFormat = (typeof COPY_FORMATS)[number]['id'];

/** Values copied at most: what the engine gives in one reply. */
const MAX_VALUES = 100_000;

const NUMPY_TYPES: Readonly<Record<string, string>> = {
  // NumPy 1.20 to 1.26 have no `np.bool`.
  BOOL: 'bool_',
  U8: 'uint8',
  I8: 'int8',
  U16: 'uint16',
  I16: 'int16',
  U32: 'uint32',
  I32: 'int32',
  U64: 'uint64',
  I64: 'int64',
  F16: 'float16',
  F64: 'float64',
  C64: 'complex64',
  C128: 'complex128',
};

/**
 * Copies cells of a table, or their first rows where they are more than one reply holds: then it says so, and
 * offers what loads them all.
 */
export async function copyCells(
  context: ViewContext,
  plane: TablePlane,
  range: CellRange,
  format: CopyFormat,
  copyLoading: () => void,
): Promise<void> {
  const { title } = COPY_FORMATS.find(({ id }) => id === format)!;
  const columnCount = Math.min(range.columnCount, MAX_VALUES);
  const most = Math.max(1, Math.floor(MAX_VALUES / columnCount));
  const rowCount = Math.min(range.rowCount, most);
  const ranges = planeRanges(plane, [range.row, rowCount], [range.column, columnCount]);
  const { values } = await context.host.call('values', { tensor: plane.tensor, ranges });
  const type = textType(format, valueType(context.tensor));
  const texts = values.map(value => formatValue(value, 'exact', type));
  const flat = isTurned(plane) ? transpose(texts, columnCount, rowCount) : texts;
  const rows = Array.from({ length: rowCount }, (_, row) =>
    flat.slice(row * columnCount, (row + 1) * columnCount),
  );
  const isWhole = rowCount === range.rowCount;
  const what = isWhole ? title : t('the first {0} rows as {1}', formatCount(rowCount), title);
  await context.host.call('copyText', {
    text: writeRows(rows, format, valueType(context.tensor), plane.shape.length),
    what,
  });
  if (isWhole) return;
  const [some, all] = [rowCount, range.rowCount].map(formatCount) as [string, string];
  context.session.notice.set({
    text: t('Only the first {0} of {1} rows were copied: more is too large to paste.', some, all),
    action: { title: t('Copy Code That Loads All'), run: copyLoading },
  });
}

/** All cells of a table. */
export function allCells(plane: TablePlane): CellRange {
  return {
    ...{ row: 0, column: 0 },
    rowCount: sizeAlong(plane, plane.rows),
    columnCount: sizeAlong(plane, plane.columns),
  };
}

/** The type that a copied value is read back as: NumPy has no bfloat16, and such values become float32. */
export function textType(format: CopyFormat, dtype: string): string {
  if (format === 'csv' || format === 'tsv' || Object.hasOwn(STYLES[format].types, dtype))
    return dtype;
  return isText(dtype) ? dtype : 'F32';
}

/**
 * Rows of exact values as CSV, or as Python that makes the array again: of the slice's own `rank`, 2 at most.
 * @throws Error for text as a PyTorch tensor.
 */
export function writeRows(
  rows: readonly (readonly string[])[],
  format: CopyFormat,
  dtype: string,
  rank = 2,
): string {
  if (format === 'tsv') return rows.map(row => row.map(tsvCell).join('\t')).join('\n');
  if (format === 'csv') return rows.map(row => row.map(csvCell).join(',')).join('\n');
  const style = STYLES[format];
  const type = style.types[dtype] ?? (isText(dtype) ? null : 'float32');
  if (type === null && format === 'torch') throw new Error(t('PyTorch has no tensors of text.'));
  const literal = (text: string) =>
    type === null ? JSON.stringify(text) : pythonLiteral(text, style.specials);
  const body = arrayLiteral(
    rows.map(row => row.map(literal)),
    rank,
  );
  return `${style.call}(${body}${type === null ? '' : `, dtype=${style.module}.${type}`})`;
}

const STYLES = {
  numpy: {
    call: 'np.array',
    module: 'np',
    types: NUMPY_TYPES,
    specials: { NaN: 'np.nan', Infinity: 'np.inf', '-Infinity': '-np.inf' },
  },
  torch: {
    call: 'torch.tensor',
    module: 'torch',
    types: TORCH_DTYPES,
    specials: { NaN: "float('nan')", Infinity: "float('inf')", '-Infinity': "float('-inf')" },
  },
} as const;

function arrayLiteral(rows: readonly (readonly string[])[], rank: number): string {
  if (rank === 0) return rows[0]?.[0] ?? '';
  if (rank === 1) return `[${rows.flat().join(', ')}]`;
  return `[\n  ${rows.map(row => `[${row.join(', ')}]`).join(',\n  ')},\n]`;
}

/** NumPy's text types, little and big endian: `<U5`, `|S3`. */
function isText(dtype: string): boolean {
  return /^[<>|=]?[USO]\d*$/.test(dtype) && !Object.hasOwn(TORCH_DTYPES, dtype);
}

/** Spreadsheets take no tab or new line within a cell. */
function tsvCell(text: string): string {
  return text.replaceAll(/[\t\n\r]+/g, ' ');
}

function csvCell(text: string): string {
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A number as Python writes it; a complex one as the sum of its parts. */
function pythonLiteral(text: string, specials: Readonly<Record<string, string>>): string {
  return specials[text] ?? text.replace(/i$/, 'j');
}
