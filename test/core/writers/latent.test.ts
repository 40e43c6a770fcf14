import { expect, test } from 'vitest';
import { viewStream } from '../../../src/core/tensor/streams';
import { latentWriter } from '../../../src/core/writers/latent';
import { floatsOf } from '../../support/conversions';

const samples = (name: string, shape: readonly number[]) =>
  viewStream(floatsOf(name, shape, new Float32Array(shape.reduce((a, b) => a * b, 1))));
const refusal = (...tensors: ReturnType<typeof samples>[]) =>
  latentWriter.refuses({ tensors, metadata: new Map() });

test('one tensor of three to five axes is held', () => {
  expect(refusal(samples('x', [4, 2, 2]))).toBeNull();
  expect(refusal(samples('x', [1, 4, 2, 2, 2]))).toBeNull();
});

test.each([
  [[samples('a', [1, 4, 2, 2]), samples('b', [1, 4, 2, 2])], /not 2 \("a", "b"\)/],
  [[], /not 0: choose one/],
  [[samples('a', [4, 2])], /"a" has shape \[4,2\]/],
  [[samples('a', [1, 1, 4, 2, 2, 2])], /has shape/],
  [[samples('a', [1, 4, 0, 2])], /has shape/],
] as const)('%# is refused: %s', (tensors, said) => {
  expect(refusal(...tensors)).toMatch(said);
});
