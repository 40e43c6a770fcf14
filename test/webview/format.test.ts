import { expect, test } from 'vitest';
import { cutText, formatNumber } from '../../webview/format';

test.each([
  [0, '0'],
  [1234567, '1234567'],
  [12345678, '1.23e7'],
  [0.5, '0.5'],
  [0.001, '0.001'],
  [0.00099, '9.9e-4'],
  [-0.00099, '-9.9e-4'],
  [999999.5, '1000000'],
  [1000000.5, '1e6'],
  [1 / 3, '0.3333'],
  [Number.NaN, 'NaN'],
  [Infinity, '+Inf'],
  [-Infinity, '-Inf'],
] as const)('%d reads %s', (value, text) => {
  expect(formatNumber(value)).toBe(text);
});

test('text of any length is cut to its start and its end', () => {
  expect(cutText('short')).toBe('short');
  const cut = cutText(`begin${'x'.repeat(10_000_000)}end`);
  expect(cut).toHaveLength(401);
  expect(cut).toMatch(/^beginx+…x+end$/);
});
