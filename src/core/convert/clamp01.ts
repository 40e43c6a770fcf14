import { mark } from '../l10n';
import { firstReason, floats, notEmpty } from './checks';
import type { OneConversion } from './conversion';
import { IMAGE } from './docsExamples';
import { elementwise } from './elementwise';
import { isUnitRange } from './pointless';
import { assign } from './snippets';

/** Values below 0 become 0, above 1 become 1; NaN stays NaN. */
export const clamp01: OneConversion = {
  id: 'clamp01',
  title: mark('Clamp to 0..1'),
  summary: 'Cuts values to 0..1; NaN stays NaN, so that it does not hide.',
  from: mark('any float'),
  to: mark('0..1'),
  how: 'maths',
  takes: 'one',
  group: 'range',
  suffix: 'clamped',
  madeFor: null,
  options: [],
  pointless: isUnitRange,
  applies: firstReason(notEmpty, floats),
  run: (input, _options, context) => [
    elementwise(input.tensor, context, (ops, x) => ops.clip(x, 0, 1)),
  ],
  example: { tensors: [IMAGE] },
  torchSnippet: name => assign(name, `${name}.float().clamp(0.0, 1.0)`),
  numpySnippet: name =>
    assign(name, `np.clip(${name}.astype(np.float32), np.float32(0), np.float32(1))`),
};
