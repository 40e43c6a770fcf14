import { expect, test } from 'vitest';
import { writeRows } from '../../webview/views/table/copySlice';
import { python, pythonHas } from '../support/python';

/** Type, rank, values as the table holds them; then what Python says of the array. */
type Copy = readonly [string, number, readonly (readonly string[])[], string, string];

const COPIES: readonly Copy[] = [
  [
    'F32',
    2,
    [
      ['1.5', 'NaN'],
      ['-Infinity', '0.10000000149011612'],
    ],
    'float32',
    '[[1.5, nan], [-inf, 0.10000000149011612]]',
  ],
  ['F32', 1, [['1'], ['2'], ['3']], 'float32', '[1.0, 2.0, 3.0]'],
  ['F32', 0, [['3.5']], 'float32', '3.5'],
  ['F16', 2, [['0.0999755859375', '65504']], 'float16', '[[0.0999755859375, 65504.0]]'],
  [
    'I64',
    2,
    [['9223372036854775807', '-9223372036854775808']],
    'int64',
    '[[9223372036854775807, -9223372036854775808]]',
  ],
  ['BOOL', 2, [['1', '0']], 'bool', '[[True, False]]'],
  ['C64', 2, [['1-2i', '0+3i']], 'complex64', '[[(1-2j), 3j]]'],
];
const NUMPY_ONLY: readonly Copy[] = [
  ['U64', 1, [['18446744073709551615']], 'uint64', '[18446744073709551615]'],
  ['<U5', 2, [['alpha', 'say "x"']], '<U7', "[['alpha', 'say \"x\"']]"],
];

const EVALUATE = `
import json, sys
import numpy as np
try:
    import torch
except ImportError:
    pass
for code in json.loads(sys.argv[1]):
    made = eval(code)
    print(str(made.dtype).replace('torch.', ''), made.tolist())
`;

async function evaluated(format: 'numpy' | 'torch', copies: readonly Copy[]): Promise<string[]> {
  const code = copies.map(([dtype, rank, rows]) => writeRows(rows, format, dtype, rank));
  return (await python(EVALUATE, JSON.stringify(code))).trim().split('\n');
}

const wanted = (copies: readonly Copy[]) =>
  copies.map(([, , , type, values]) => `${type} ${values}`);

test.skipIf(!pythonHas('numpy'))('code copied for NumPy makes the same values', async () => {
  const copies = [...COPIES, ...NUMPY_ONLY];
  expect(await evaluated('numpy', copies)).toEqual(wanted(copies));
});

test.skipIf(!pythonHas('torch'))('code copied for PyTorch makes the same values', async () => {
  expect(await evaluated('torch', COPIES)).toEqual(wanted(COPIES));
});

test('text is not a PyTorch tensor', () => {
  expect(() => writeRows([['alpha']], 'torch', '<U5')).toThrow('text');
});
