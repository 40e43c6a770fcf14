import { mark } from '../l10n';
import type { Conversion } from './conversion';
import { elementwise } from './elementwise';
import { maskLike } from './maskShape';
import { assign, pythonNumber } from './snippets';

/** 1 where x is above the threshold, strictly; else 0, NaN included. */
export const thresholdMask: Conversion = {
  id: 'thresholdMask',
  title: mark('Threshold Mask'),
  summary: '1 where the value is above the threshold, else 0.',
  from: mark('MASK'),
  to: mark('MASK'),
  how: 'maths',
  takes: 'inPlace',
  suffix: 'threshold',
  madeFor: 'MASK',
  options: [{ name: 'threshold', title: mark('Above this is 1'), type: 'number', default: '0.5' }],
  applies: maskLike,
  run: ([input], options, context) => [
    elementwise(input!.tensor, context, (ops, x) => ops.greater(x, options.number('threshold'))),
  ],
  torchSnippet: (name, options) =>
    assign(name, `(${name} > ${pythonNumber(options.number('threshold'))}).float()`),
  numpySnippet: (name, options) =>
    assign(
      name,
      `(${name}.astype(np.float32) > np.float32(${pythonNumber(options.number('threshold'))})).astype(np.float32)`,
    ),
};
