import { imageContract } from '../contracts/image';
import { mark } from '../l10n';
import { firstReason, notEmpty, realNumbers } from './checks';
import type { OneConversion } from './conversion';
import { elementwise } from './elementwise';
import { isUnitRange } from './pointless';
import { assign } from './snippets';
import { afterRising } from './statsAfter';

/** x / 255: values of 0..255 as 0..1. */
export const divide255: OneConversion = {
  id: 'divide255',
  title: mark('Divide by 255'),
  summary: 'x / 255: brings 0..255 data to the 0..1 that IMAGE and MASK hold.',
  from: mark('0..255'),
  to: mark('0..1'),
  how: 'maths',
  takes: 'one',
  group: 'range',
  suffix: 'unit',
  madeFor: null,
  menu: 'palette',
  safeFix: 'range',
  options: [],
  pointless: isUnitRange,
  statsAfter: stats => afterRising(stats, x => x / 255),
  applies: firstReason(notEmpty, realNumbers),
  run: (input, _options, context) => [
    elementwise(input.tensor, context, (ops, x) => ops.divide(x, 255)),
  ],
  example: { tensors: [['image', imageContract.kind, 'U8', [1, 512, 768, 3]]] },
  torchSnippet: name => assign(name, `${name}.float() / 255.0`),
  numpySnippet: name => assign(name, `${name}.astype(np.float32) / np.float32(255)`),
};
