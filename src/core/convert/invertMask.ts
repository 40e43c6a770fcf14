import { maskContract } from '../contracts/mask';
import { mark } from '../l10n';
import type { OneConversion } from './conversion';
import { MASK } from './docsExamples';
import { elementwise } from './elementwise';
import { maskLike } from './maskShape';
import { assign } from './snippets';

/** 1 - x: what was selected is not, and the other way round. */
export const invertMask: OneConversion = {
  id: 'invertMask',
  title: mark('Invert Mask'),
  summary: '1 - x: selected becomes unselected; also turns alpha into a MASK.',
  from: mark('MASK'),
  to: mark('MASK'),
  how: 'maths',
  takes: 'one',
  group: 'mask',
  suffix: 'inverted',
  madeFor: maskContract.kind,
  menu: 'explorer',
  options: [],
  applies: maskLike,
  run: (input, _options, context) => [
    elementwise(input.tensor, context, (ops, x) => ops.subtract(1, x)),
  ],
  example: { tensors: [MASK] },
  torchSnippet: name => assign(name, `1.0 - ${name}`),
  numpySnippet: name => assign(name, `np.float32(1.0) - ${name}.astype(np.float32)`),
};
