import { maskContract } from '../contracts/mask';
import { mark } from '../l10n';
import type { OneConversion } from './conversion';
import { MASK } from './docsExamples';
import { elementwise } from './elementwise';
import { maskLike } from './maskShape';
import { assign, pythonNumber } from './snippets';

/** 1 where x is above the threshold, strictly; else 0, NaN included. */
export const thresholdMask: OneConversion = {
  id: 'thresholdMask',
  title: mark('Threshold Mask'),
  summary: '1 where the value is above the threshold, else 0.',
  from: mark('MASK'),
  to: mark('MASK'),
  how: 'maths',
  takes: 'one',
  group: 'mask',
  suffix: 'threshold',
  madeFor: maskContract.kind,
  options: [{ name: 'threshold', title: mark('Above this is 1'), type: 'number', default: '0.5' }],
  applies: maskLike,
  run: (input, options, context) => [
    elementwise(input.tensor, context, (ops, x) => ops.greater(x, options.number('threshold'))),
  ],
  example: { tensors: [MASK], options: { threshold: '0.5' } },
  torchSnippet: (name, options) =>
    assign(name, `(${name} > ${pythonNumber(options.number('threshold'))}).float()`),
  numpySnippet: (name, options) =>
    assign(
      name,
      `(${name}.astype(np.float32) > np.float32(${pythonNumber(options.number('threshold'))})).astype(np.float32)`,
    ),
};
