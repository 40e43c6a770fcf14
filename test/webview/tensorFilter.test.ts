import { expect, test } from 'vitest';
import type { Finding } from '../../src/core/findings';
import { parseFilter } from '../../webview/frame/tensorFilter';
import { tensorInfo } from './support/page';

const MIB = 2 ** 20;
const TENSORS = [
  { ...tensorInfo('model.Blocks.0.weight', [64, 64, 3, 3]), dtype: 'BF16', byteLength: 12 * MIB },
  { ...tensorInfo('model.blocks.10.weight', [64, 128]), byteLength: 10 * MIB },
  { ...tensorInfo('a mask', [1, 48, 64], 'MASK'), byteLength: 4096 },
  tensorInfo('samples', [1, 4, 8, 8], 'LATENT'),
];
const finding = (rule: string, tensor: string) =>
  ({ rule, severity: 'error', tensor, message: '' }) as unknown as Finding;
const FINDINGS = [finding('mask/rank', 'a mask')];

const found = (text: string, options = {}) => {
  const filter = parseFilter(text, { matchCase: false, isRegex: false, ...options }, FINDINGS);
  return filter.error ?? TENSORS.flatMap((tensor, at) => (filter.matches(tensor) ? [at] : []));
};

test.each([
  ['', [0, 1, 2, 3]],
  ['blocks weight', [0, 1]],
  ['blocks 64x128', [1]],
  ['"a mask"', [2]],
  ['latent', [3]],
  ['dtype:bf16', [0]],
  ['dtype:f', [0, 1, 2, 3]],
  ['size:>10M', [0]],
  ['size:>=10MiB', [0, 1]],
  ['size:<1k', []],
  ['size:4096', [2]],
  ['shape:3x3', [0]],
  ['shape:[*,3,3]', [0]],
  ['shape:64', [0, 1, 2]],
  ['shape:64x64x64', []],
  ['kind:mask', [2]],
  ['kind:none', [0, 1]],
  ['finding:error', [2]],
  ['finding:mask/', [2]],
  ['finding:warning', []],
  ['finding:any kind:mask weight', []],
  ['DTYPE:bf16 blocks', [0]],
  ['size:', [0, 1, 2, 3]],
])('%s', (text, wanted) => {
  expect(found(text)).toEqual(wanted);
});

test('case counts where it is asked to', () => {
  expect(found('blocks', { matchCase: true })).toEqual([1]);
  expect(found('Blocks', { matchCase: true })).toEqual([0]);
});

test('a regular expression is looked for in names, beside fields', () => {
  expect(found('blocks\\.\\d+\\.weight$', { isRegex: true })).toEqual([0, 1]);
  expect(found('^model\\.b size:<11M', { isRegex: true, matchCase: true })).toEqual([1]);
  expect(found('BF16', { isRegex: true })).toEqual([]);
});

test.each([
  ['size:big', {}, '"size:big" cannot be read: try size:>10M'],
  ['shape:axb', {}, '"shape:axb" cannot be read: try shape:*x3x3'],
  ['blocks(', { isRegex: true }, 'This is no regular expression.'],
])('%s says what is wrong, and hides nothing', (text, options, message) => {
  expect(found(text, options)).toBe(message);
  const filter = parseFilter(text, { matchCase: false, isRegex: false, ...options }, []);
  expect(TENSORS.every(tensor => filter.matches(tensor))).toBe(true);
});

test('only what was typed makes the list flat', () => {
  expect(parseFilter('  ', { matchCase: false, isRegex: false }, []).isEmpty).toBe(true);
});
