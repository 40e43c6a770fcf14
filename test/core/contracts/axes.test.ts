import { expect, test } from 'vitest';
import { CONTRACTS } from '../../../src/core/contracts/index';

function axesOf(kind: string, shape: readonly number[]): string {
  const contract = CONTRACTS.find(candidate => candidate.kind === kind)!;
  const { layout, wrong } = contract.read(shape);
  return shape
    .map((size, axis) => `${layout[axis]} ${size}${wrong.includes(axis) ? '!' : ''}`)
    .join(' · ');
}

test.each([
  ['IMAGE', [1, 512, 512, 3], 'B 1 · H 512 · W 512 · C 3'],
  ['IMAGE', [1, 3, 512, 512], 'B 1 · C 3! · H 512 · W 512'],
  ['IMAGE', [3, 512, 512], 'C 3! · H 512 · W 512'],
  ['IMAGE', [512, 512, 3], 'H 512 · W 512 · C 3'],
  ['IMAGE', [1, 48, 64, 5], 'B 1 · H 48 · W 64 · C 5!'],
  ['IMAGE', [1, 0, 64, 3], 'B 1 · H 0! · W 64 · C 3'],
  ['IMAGE', [1, 2, 48, 64, 3], '? 1 · ? 2 · ? 48 · ? 64 · ? 3'],
  ['MASK', [2, 48, 64], 'B 2 · H 48 · W 64'],
  ['MASK', [2, 1, 48, 64], 'B 2 · C 1! · H 48 · W 64'],
  ['MASK', [2, 48, 64, 1], 'B 2 · H 48 · W 64 · C 1!'],
  ['MASK', [48, 64], 'H 48 · W 64'],
  ['LATENT', [1, 4, 64, 64], 'B 1 · C 4 · H 64 · W 64'],
  ['LATENT', [1, 64, 64, 4], 'B 1 · H 64 · W 64 · C 4!'],
  ['LATENT', [1, 16, 5, 60, 104], 'B 1 · C 16 · T 5 · H 60 · W 104'],
  ['LATENT', [2, 64, 215], 'B 2 · C 64 · L 215'],
  ['LATENT', [1, 5, 50, 70], 'B 1 · C 5! · H 50 · W 70'],
  ['LATENT', [], ''],
] as const)('%s %j reads %s', (kind, shape, text) => {
  expect(axesOf(kind, shape)).toBe(text);
});
