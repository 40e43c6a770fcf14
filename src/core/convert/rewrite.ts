import { mark } from '../l10n';
import type { FileConversion } from './conversion';
import { IMAGE, MASK } from './docsExamples';

/** Every tensor of a file written anew: compact, aligned, no gaps, nothing behind the last. */
export const rewrite: FileConversion = {
  id: 'rewrite',
  title: mark('Rewrite File'),
  summary: 'Writes the same tensors compactly and aligned, with no gaps or trailing bytes.',
  from: mark('any tensor file'),
  to: mark('the same tensors'),
  how: 'bits',
  takes: 'file',
  group: 'format',
  suffix: 'rewritten',
  madeFor: null,
  safeFix: 'file',
  options: [],
  applies: () => null,
  run: inputs => inputs.map(input => input.tensor),
  example: { tensors: [IMAGE, MASK] },
  torchSnippet: name => `${name} = ${name}.contiguous()`,
  numpySnippet: name => `${name} = np.ascontiguousarray(${name})`,
};
