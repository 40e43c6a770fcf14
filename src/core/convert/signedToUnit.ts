import { mark } from '../l10n';
import { firstReason, notEmpty, realNumbers } from './checks';
import type { OneConversion } from './conversion';
import { IMAGE } from './docsExamples';
import { elementwise } from './elementwise';
import { hasNoNegative } from './pointless';
import { assign } from './snippets';
import { afterRising } from './statsAfter';

/** (x + 1) / 2: values of -1..1 as 0..1. */
export const signedToUnit: OneConversion = {
  id: 'signedToUnit',
  title: mark('Signed to Unit Range'),
  summary: '(x + 1) / 2: brings -1..1 data, as a VAE gives it, to 0..1.',
  from: mark('-1..1'),
  to: mark('0..1'),
  how: 'maths',
  takes: 'one',
  group: 'range',
  suffix: 'unit',
  madeFor: null,
  safeFix: 'range',
  options: [],
  pointless: hasNoNegative,
  statsAfter: stats => afterRising(stats, x => Math.fround(x + 1) / 2),
  applies: firstReason(notEmpty, realNumbers),
  run: (input, _options, context) => [
    elementwise(input.tensor, context, (ops, x) => ops.divide(ops.add(x, 1), 2)),
  ],
  example: { tensors: [IMAGE] },
  torchSnippet: name => assign(name, `(${name}.float() + 1.0) / 2.0`),
  numpySnippet: name =>
    assign(name, `(${name}.astype(np.float32) + np.float32(1)) / np.float32(2)`),
};
