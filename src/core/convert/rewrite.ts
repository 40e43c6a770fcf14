import { mark } from '../l10n';
import type { Conversion } from './conversion';
import { viewStream } from './streams';

/** Every tensor of a file written anew: compact, aligned, no gaps, nothing behind the last. */
export const rewrite: Conversion = {
  id: 'rewrite',
  title: mark('Rewrite File'),
  summary: 'Writes the same tensors compactly and aligned, with no gaps or trailing bytes.',
  from: mark('any tensor file'),
  to: mark('the same tensors'),
  how: 'bits',
  takes: 'together',
  suffix: 'rewritten',
  madeFor: null,
  options: [],
  applies: () => null,
  run: inputs => inputs.map(input => viewStream(input.tensor)),
  torchSnippet: name => `${name} = ${name}.contiguous()`,
  numpySnippet: name => `${name} = np.ascontiguousarray(${name})`,
};
