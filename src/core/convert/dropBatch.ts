import { type LocalText, mark, t } from '../l10n';
import { axisIs, firstReason, nameOf, notEmpty } from './checks';
import type { ConversionInput, OneConversion } from './conversion';
import { MASK } from './docsExamples';
import { assign } from './snippets';
import { squeeze } from './views';

/** `[1,...]` to `[...]`; a batch of several is refused, as it would lose items. */
export const dropBatch: OneConversion = {
  id: 'dropBatch',
  title: mark('Drop Batch Axis'),
  summary: 'Takes the batch axis away where it has size 1.',
  from: mark('[1,...]'),
  to: mark('[...]'),
  how: 'bits',
  takes: 'one',
  group: 'shape',
  suffix: 'unbatched',
  madeFor: null,
  options: [],
  applies: firstReason(hasAxis, notEmpty, isSingle),
  run: input => [squeeze(input.tensor, 0)],
  example: { tensors: [MASK] },
  torchSnippet: name => assign(name, `${name}.squeeze(0)`),
  numpySnippet: name => assign(name, `${name}.squeeze(0)`),
};

function hasAxis(input: ConversionInput): LocalText | null {
  return input.tensor.shape.length > 0
    ? null
    : t`${nameOf(input)} is a scalar: it has no batch axis`;
}

function isSingle(input: ConversionInput): LocalText | null {
  const count = input.tensor.shape[0]!;
  return axisIs(0, 1)(input) === null
    ? null
    : t`${nameOf(input)} holds a batch of ${count}: dropping the axis would lose ${count - 1} of them; select one first`;
}
