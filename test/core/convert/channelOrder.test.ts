import { expect, test } from 'vitest';
import { toChannelFirst } from '../../../src/core/convert/toChannelFirst';
import { toChannelLast } from '../../../src/core/convert/toChannelLast';
import { elementCount } from '../../../src/core/tensor/slice';
import { inputOf, tensorOf } from '../../support/conversions';

const CASES = [
  [toChannelLast, 'IMAGE', [1, 8, 9, 3], 'channel last already'],
  [toChannelLast, 'IMAGE', [1, 3, 8, 9], null],
  [toChannelLast, 'IMAGE', [1, 3, 8, 3], null],
  [toChannelFirst, 'IMAGE', [1, 3, 8, 9], 'channel first already'],
  [toChannelFirst, 'IMAGE', [1, 8, 9, 3], null],
  [toChannelFirst, 'LATENT', [2, 4, 32, 48], 'channel first already'],
  [toChannelFirst, 'LATENT', [1, 32, 48, 4], null],
  [toChannelFirst, 'LATENT', [1, 5, 64, 64], null],
  [toChannelLast, 'LATENT', [2, 4, 32, 48], null],
  [toChannelFirst, null, [2, 4, 32, 48], null],
  [toChannelFirst, 'MASK', [2, 32, 48], 'no channel axis'],
] as const;

test.each(CASES)('$0.id of %s %j: refused as %s', (conversion, kind, shape, reason) => {
  const tensor = tensorOf('x', 'F32', shape, new Uint8Array(elementCount(shape) * 4));
  const said = conversion.applies(inputOf(tensor, { kind }));
  if (reason === null) expect(said).toBeNull();
  else expect(said).toContain(reason);
});
