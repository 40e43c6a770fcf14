import { describe, expect, it } from 'vitest';
import type { Classification, Kind } from '../../../src/core/contracts/contract';
import { layoutOf } from '../../../src/core/contracts/layout';
import type { Finding } from '../../../src/core/findings';

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

const reported: Finding = {
  rule: 'image/channel-first',
  severity: 'error',
  tensor: 't',
  message: '',
};

describe('layoutOf', () => {
  it.each([
    ['a sound IMAGE', tensor('IMAGE', [1, 9, 8, 3]), [], 'BHWC', []],
    ['a channel-first IMAGE', tensor('IMAGE', [1, 3, 9, 8]), [], 'BCHW', [1]],
    ['one that only its finding tells', tensor('IMAGE', [1, 3, 9, 4]), [reported], 'BCHW', [1]],
    [
      'an order that cannot be told',
      tensor('IMAGE', [1, 3, 3, 3], 'order'),
      [reported],
      'BHWC',
      [],
    ],
    ['a MASK with a channel axis', tensor('MASK', [2, 1, 9, 8]), [], 'BCHW', [1]],
    ['a LATENT of frames', tensor('LATENT', [1, 16, 3, 9, 8]), [], 'BCTHW', []],
  ] as const)('%s', (_what, info, findings, letters, wrong) => {
    const layout = layoutOf(info, findings);
    expect(layout.names.join('')).toBe(letters);
    expect(layout.wrong).toEqual(wrong);
  });
});
