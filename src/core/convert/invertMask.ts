import { mark } from '../l10n';
import type { Conversion } from './conversion';
import { elementwise } from './elementwise';
import { maskLike } from './maskShape';
import { assign } from './snippets';

/** 1 - x: what was selected is not, and the other way round. */
export const invertMask: Conversion = {
  id: 'invertMask',
  title: mark('Invert Mask'),
  summary: '1 - x: selected becomes unselected; also turns alpha into a MASK.',
  from: mark('MASK'),
  to: mark('MASK'),
  how: 'maths',
  takes: 'inPlace',
  suffix: 'inverted',
  madeFor: 'MASK',
  options: [],
  applies: maskLike,
  run: ([input], _options, context) => [
    elementwise(input!.tensor, context, (ops, x) => ops.subtract(1, x)),
  ],
  torchSnippet: name => assign(name, `1.0 - ${name}`),
  numpySnippet: name => assign(name, `np.float32(1.0) - ${name}.astype(np.float32)`),
};
