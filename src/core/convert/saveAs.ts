import { mark } from '../l10n';
import { parseSlice } from '../tensor/slice';
import type { FileConversion } from './conversion';
import { IMAGE, MASK } from './docsExamples';
import type { OptionValues } from './options';
import { pythonText } from './snippets';
import { sliced } from './views';

/** All or chosen tensors in another format; dtypes stay. */
export const saveAs: FileConversion = {
  id: 'saveAs',
  title: mark('Save As'),
  summary: 'Writes all or chosen tensors as .safetensors, .npy, .npz or .latent; dtypes stay.',
  from: mark('any tensor file, image included'),
  to: mark('.safetensors, .npy, .npz or .latent'),
  how: 'bits',
  takes: 'file',
  group: 'format',
  suffix: '',
  madeFor: null,
  writes: 'anotherFormat',
  menu: 'palette',
  options: [
    { name: 'slice', title: mark('Part of the tensor, as 0,:,3:5'), type: 'text' },
    {
      name: 'compress',
      title: mark('Deflate the members of an .npz'),
      type: 'boolean',
      default: 'false',
    },
  ],
  applies: () => null,
  run: (inputs, options) => {
    const slice = options.text('slice');
    return inputs.map(({ tensor }) =>
      slice === '' ? tensor : sliced(tensor, parseSlice(slice, tensor.shape)),
    );
  },
  example: { tensors: [IMAGE, MASK], output: 'out.npz' },
  torchSnippet: (name, options) =>
    `safetensors.torch.save_file({${pythonText(name)}: ${part(name, options)}.contiguous()}, ${pythonText(`${name}.safetensors`)})`,
  numpySnippet: (name, options) => `np.save(${pythonText(`${name}.npy`)}, ${part(name, options)})`,
};

function part(name: string, options: OptionValues): string {
  const slice = options.text('slice');
  return slice === '' ? name : `${name}[${slice}]`;
}
