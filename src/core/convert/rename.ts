import { mark } from '../l10n';
import type { Conversion } from './conversion';
import { pythonName } from './snippets';
import { viewStream } from './streams';
import { renamed } from './views';

/** The same tensor under another name; a LATENT's is `samples`. */
export const rename: Conversion = {
  id: 'rename',
  title: mark('Rename Tensor'),
  summary: 'Gives a tensor another name, such as the `samples` that a LATENT needs.',
  from: mark('any tensor'),
  to: mark('the same under another name'),
  how: 'bits',
  takes: 'inPlace',
  suffix: 'renamed',
  madeFor: null,
  options: [{ name: 'name', title: mark('New name'), type: 'text', required: true }],
  applies: () => null,
  run: ([input], options) => [viewStream(renamed(input!.tensor, options.text('name')))],
  torchSnippet: (name, options) => `${pythonName(options.text('name'))} = ${name}`,
  numpySnippet: (name, options) => `${pythonName(options.text('name'))} = ${name}`,
};
