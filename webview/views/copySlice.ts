import type { ViewContext } from '../context';
import { t } from '../l10n';
import {
  isTurned,
  planeRanges,
  sizeAlong,
  type TablePlane,
  transpose,
  valueText,
} from './tableTiles';

export const COPY_FORMATS = [
  { id: 'csv', title: 'CSV' },
  { id: 'numpy', title: 'NumPy' },
  { id: 'torch', title: 'PyTorch' },
] as const;
type CopyFormat = (typeof COPY_FORMATS)[number]['id'];

/** Values copied at most: what the engine gives in one reply. */
const MAX_VALUES = 100_000;

const NUMPY_TYPES: Readonly<Record<string, string>> = {
  BOOL: 'bool',
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
};
const TORCH_TYPES: Readonly<Record<string, string>> = {
  ...NUMPY_TYPES,
  BF16: 'bfloat16',
  F32: 'float32',
  F8_E4M3: 'float8_e4m3fn',
  F8_E5M2: 'float8_e5m2',
};

/** Copies the plane of a table, or its first rows where it is longer than one reply. */
export async function copySlice(
  context: ViewContext,
  plane: TablePlane,
  format: string,
): Promise<void> {
  const chosen = COPY_FORMATS.find(({ id }) => id === format);
  if (!chosen) return;
  const columnCount = sizeAlong(plane, plane.columns);
  const most = Math.max(1, Math.floor(MAX_VALUES / columnCount));
  const rowCount = Math.min(sizeAlong(plane, plane.rows), most);
  const ranges = planeRanges(plane, [0, rowCount], [0, Math.min(columnCount, MAX_VALUES)]);
  const { values } = await context.host.call('values', { tensor: plane.tensor, ranges });
  const texts = values.map(valueText);
  const flat = isTurned(plane) ? transpose(texts, columnCount, rowCount) : texts;
  const rows = Array.from({ length: rowCount }, (_, row) =>
    flat.slice(row * columnCount, (row + 1) * columnCount),
  );
  const whole = rowCount === sizeAlong(plane, plane.rows);
  const what = whole ? chosen.title : t('the first {0} rows as {1}', rowCount, chosen.title);
  await context.host.call('copyText', {
    text: writeRows(rows, chosen.id, context.tensor.dtype),
    what,
  });
}

/** Rows of exact values as CSV, or as Python that makes the array again. */
export function writeRows(
  rows: readonly (readonly string[])[],
  format: CopyFormat,
  dtype: string,
): string {
  if (format === 'csv') return rows.map(row => row.map(csvCell).join(',')).join('\n');
  const torch = format === 'torch';
  const literal = (text: string) => pythonLiteral(text, torch ? 'float' : 'np');
  const body = rows.map(row => `[${row.map(literal).join(', ')}]`).join(',\n  ');
  if (torch)
    return `torch.tensor([\n  ${body},\n], dtype=torch.${TORCH_TYPES[dtype] ?? 'float32'})`;
  return `np.array([\n  ${body},\n], dtype=np.${NUMPY_TYPES[dtype] ?? 'float32'})`;
}

function csvCell(text: string): string {
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function pythonLiteral(text: string, style: 'float' | 'np'): string {
  const special: Readonly<Record<string, string>> =
    style === 'np'
      ? { NaN: 'np.nan', Infinity: 'np.inf', '-Infinity': '-np.inf' }
      : { NaN: "float('nan')", Infinity: "float('inf')", '-Infinity': "float('-inf')" };
  return special[text] ?? text.replace(/i$/, 'j');
}
