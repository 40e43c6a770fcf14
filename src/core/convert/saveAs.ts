import type { Conversion } from './conversion';
import { pythonText } from './snippets';
import { viewStream } from './streams';

/** All or chosen tensors in another format; dtypes stay. */
export const saveAs: Conversion = {
  id: 'saveAs',
  title: 'Save As',
  summary: 'Writes all or chosen tensors as .safetensors, .npy, .npz or .latent; dtypes stay.',
  from: 'any tensor file, image included',
  to: '.safetensors, .npy, .npz or .latent',
  how: 'bits',
  takes: 'together',
  suffix: 'copy',
  madeFor: null,
  options: [
    {
      name: 'compress',
      title: 'Deflate the members of an .npz',
      type: 'boolean',
      default: 'false',
    },
  ],
  applies: () => null,
  run: inputs => inputs.map(input => viewStream(input.tensor)),
  torchSnippet: name =>
    `safetensors.torch.save_file({${pythonText(name)}: ${name}.contiguous()}, ${pythonText(`${name}.safetensors`)})`,
  numpySnippet: name => `np.save(${pythonText(`${name}.npy`)}, ${name})`,
};
