import { mark } from '../l10n';
import type { OneConversion } from './conversion';
import { pythonName } from './snippets';
import { renamed } from './views';

/** The same tensor under another name; a LATENT's is `samples`. */
export const rename: OneConversion = {
  id: 'rename',
  title: mark('Rename Tensor'),
  summary: 'Gives a tensor another name, such as the `samples` that a LATENT needs.',
  from: mark('any tensor'),
  to: mark('the same under another name'),
  how: 'bits',
  takes: 'one',
  group: 'format',
  suffix: 'renamed',
  madeFor: null,
  options: [{ name: 'name', title: mark('New name'), type: 'text', required: true }],
  applies: () => null,
  run: (input, options) => [renamed(input.tensor, options.text('name'))],
  example: { tensors: [['latents', null, 'F32', [1, 4, 64, 96]]], options: { name: 'samples' } },
  torchSnippet: (name, options) => `${pythonName(options.text('name'))} = ${name}`,
  numpySnippet: (name, options) => `${pythonName(options.text('name'))} = ${name}`,
};
