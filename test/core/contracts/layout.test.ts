import { describe, expect, it } from 'vitest';
import type { Classification } from '../../../src/core/contracts/classification';
import type { Kind } from '../../../src/core/contracts/index';
import { layoutOf } from '../../../src/core/contracts/layout';

function tensor(kind: Kind, shape: readonly number[], ambiguity?: string) {
  const classification: Classification = {
    kind,
    evidence: ['name'],
    because: '',
    candidates: [],
    ...(ambiguity ? { ambiguity } : {}),
  };
  return {
    name: 't',
    dtype: 'F32',
    shape,
    byteLength: 4,
    decodable: true,
    numeric: true,
    classification,
  };
}

describe('layoutOf', () => {
  it.each([
    ['a sound IMAGE', tensor('IMAGE', [1, 9, 8, 3]), 'BHWC', []],
    ['a channel-first IMAGE', tensor('IMAGE', [1, 3, 9, 8]), 'BCHW', [1]],
    ['one whose last size could be the channels too', tensor('IMAGE', [1, 3, 9, 4]), 'BHWC', []],
    ['a LATENT that is channel last', tensor('LATENT', [1, 64, 64, 4]), 'BHWC', [3]],
    ['a sequence of a LATENT', tensor('LATENT', [2, 64, 215]), 'CHW', []],
    ['an IMAGE of five axes', tensor('IMAGE', [1, 2, 9, 8, 3]), 'd0d1d2d3d4', []],
    [
      'an order that cannot be told',
      tensor('IMAGE', [1, 3, 3, 3], 'order'),

      'BHWC',
      [],
    ],
    ['a MASK with a channel axis', tensor('MASK', [2, 1, 9, 8]), 'BCHW', [1]],
    ['a LATENT of frames', tensor('LATENT', [1, 16, 3, 9, 8]), 'BCTHW', []],
  ] as const)('%s', (_what, info, letters, wrong) => {
    const layout = layoutOf(info);
    expect(layout.names.join('')).toBe(letters);
    expect(layout.wrong).toEqual(wrong);
  });
});
