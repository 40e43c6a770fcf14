import { expect, test } from 'vitest';
import { formatValue, hexBits, valueHint } from '../../webview/views/shared/valueText';
import { copiedType, writeRows } from '../../webview/views/table/copySlice';
import { isTurned, planeRanges, type TablePlane, transpose } from '../../webview/views/table/tiles';

// Bits from numpy: np.float32(0.1).view('u4'), np.float16(0.1).view('u2') and so on; bf16 by truncating 0.5.
test.each([
  ['0.10000000149011612', 'F32', '0x3dcccccd'],
  ['0.1', 'F64', '0x3fb999999999999a'],
  ['0.0999755859375', 'F16', '0x2e66'],
  ['0.5', 'BF16', '0x3f00'],
  ['-0.0', 'F32', '0x80000000'],
  ['448', 'F8_E4M3', '0x7e'],
  ['-1', 'I8', '0xff'],
  ['18446744073709551615', 'U64', '0xffffffffffffffff'],
  ['-Infinity', 'F16', '0xfc00'],
])('%s as %s is %s', (text, dtype, bits) => {
  expect(hexBits(text, dtype)).toBe(bits);
});

test('text that is no number stays as it is in every format', () => {
  for (const format of ['exact', 'fixed', 'scientific', 'hex'] as const)
    expect(formatValue('hello', format, '<U5')).toBe('hello');
});

test.each([
  ['exact', '0.3'],
  ['fixed', '0.300000'],
  ['scientific', '3.000000e-1'],
] as const)('%s writes %s', (format, wanted) => {
  expect(formatValue('0.30000001192092896', format, 'F32')).toBe(wanted);
});

const plane: TablePlane = {
  tensor: 0,
  shape: [2, 3, 4, 5],
  rows: 3,
  columns: 1,
  index: [1, 0, 2, 0],
};

test('a table asks for its rows and columns and one index on every other axis', () => {
  expect(planeRanges(plane, [0, 5], [1, 2])).toEqual([
    { start: 1, count: 1, step: 1 },
    { start: 1, count: 2, step: 1 },
    { start: 2, count: 1, step: 1 },
    { start: 0, count: 5, step: 1 },
  ]);
  expect(isTurned(plane)).toBe(true);
});

test('rows along a later axis than the columns come turned, and are turned back', () => {
  expect(transpose(['a', 'b', 'c', 'd', 'e', 'f'], 2, 3)).toEqual(['a', 'd', 'b', 'e', 'c', 'f']);
});

test('complex values are one text, in every format', () => {
  expect(formatValue(['1', '-2'], 'exact', 'C64')).toBe('1-2i');
  expect(formatValue(['0.10000000149011612', '3'], 'exact', 'C64')).toBe('0.1+3i');
  expect(formatValue(['1', '-2'], 'fixed', 'C64')).toBe('1.000000-2.000000i');
});

test('fixed digits are those of the value, not of its short text', () => {
  expect(formatValue('0.0999755859375', 'exact', 'F16')).toBe('0.1');
  expect(formatValue('0.0999755859375', 'fixed', 'F16')).toBe('0.099976');
});

test('a value and its bits are one hint', () => {
  expect(valueHint('0.10000000149011612', 'F32')).toBe('0.1 · 0x3dcccccd');
  expect(valueHint(['1', '2'], 'C64')).toBe('1+2i');
});

test('what is copied reads back in the type that the code names', () => {
  expect(copiedType('numpy', 'F16')).toBe('F16');
  expect(copiedType('numpy', 'BF16')).toBe('F32');
  expect(copiedType('torch', 'BF16')).toBe('BF16');
  expect(copiedType('csv', 'BF16')).toBe('BF16');
  expect(copiedType('numpy', '<U5')).toBe('<U5');
});

test('CSV quotes what needs it', () => {
  expect(
    writeRows(
      [
        ['1', 'a,b'],
        ['2', 'say "x"'],
      ],
      'csv',
      '<U7',
    ),
  ).toBe('1,"a,b"\n2,"say ""x"""');
});

test('NumPy and PyTorch code names types and what is not finite', () => {
  const rows = [
    ['1.5', 'NaN'],
    ['-Infinity', '2'],
  ];
  expect(writeRows(rows, 'numpy', 'F32')).toBe(
    'np.array([\n  [1.5, np.nan],\n  [-np.inf, 2],\n], dtype=np.float32)',
  );
  expect(writeRows(rows, 'torch', 'BF16')).toBe(
    "torch.tensor([\n  [1.5, float('nan')],\n  [float('-inf'), 2],\n], dtype=torch.bfloat16)",
  );
});
