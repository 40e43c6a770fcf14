import { mark } from '../l10n';
import { DTYPES, type DTypeName } from '../tensor/dtypes';
import { TORCH_DTYPES } from '../tensor/torchDtypes';
import { CAST_TARGETS, type CastOptions, castElements } from './cast';
import { hasRealNumbers } from './checks';
import type { OneConversion } from './conversion';
import { IMAGE } from './docsExamples';
import { mappedTensor } from './lazy';
import type { OptionValues } from './options';
import { assign } from './snippets';

/** Another dtype: floats round to nearest even, fp8 saturates, integers lose nothing unasked. */
export const castDtype: OneConversion = {
  id: 'castDtype',
  title: mark('Cast Dtype'),
  summary:
    'Rounds to nearest even; fp8 saturates at its largest value; an integer cast that would lose something is refused unless lossy=true.',
  from: mark('any tensor of real numbers'),
  to: mark('the same shape in another dtype'),
  how: 'bits',
  takes: 'one',
  group: 'format',
  suffix: 'cast',
  madeFor: null,
  options: [
    {
      name: 'dtype',
      title: mark('New dtype'),
      type: 'choice',
      choices: CAST_TARGETS,
      required: true,
    },
    {
      name: 'lossy',
      title: mark('Let integers lose what does not fit'),
      type: 'boolean',
      default: 'false',
    },
    {
      name: 'overflow',
      title: mark('Past the range of fp8'),
      type: 'choice',
      choices: ['saturate', 'torch'],
      default: 'saturate',
    },
  ],
  applies: hasRealNumbers,
  run: (input, options) => {
    const { tensor } = input;
    const to = DTYPES[options.text('dtype') as DTypeName];
    const settings = castOptions(options);
    if (to === tensor.dtype) return [tensor];
    return [
      mappedTensor(tensor, to, (bytes, count, first) =>
        castElements(bytes, count, tensor.dtype, to, settings, first),
      ),
    ];
  },
  example: { tensors: [IMAGE], options: { dtype: 'F16' } },
  torchSnippet: (name, options) =>
    assign(name, `${name}${torchClamp(options)}.to(torch.${TORCH_DTYPES[options.text('dtype')]})`),
  numpySnippet: (name, options) => assign(name, numpyCast(name, options.text('dtype'))),
};

function castOptions(options: OptionValues): CastOptions {
  const overflow = options.text('overflow') as CastOptions['overflow'];
  return { lossy: options.flag('lossy'), overflow };
}

const TORCH_MAX: Readonly<Record<string, number>> = {
  F8_E4M3: 448,
  F8_E5M2: 57344,
  F8_E4M3FNUZ: 240,
  F8_E5M2FNUZ: 57344,
};

function torchClamp(options: OptionValues): string {
  const max = TORCH_MAX[options.text('dtype')];
  return max === undefined || options.text('overflow') === 'torch' ? '' : `.clamp(-${max}, ${max})`;
}

/** NumPy has no bfloat16 and no fp8 of its own: ml_dtypes does. */
function numpyCast(name: string, dtype: string): string {
  const torchName = TORCH_DTYPES[dtype]!;
  const isForeign = dtype === 'BF16' || dtype.startsWith('F8');
  return `${name}.astype(${isForeign ? 'ml_dtypes' : 'np'}.${dtype === 'BOOL' ? 'bool_' : torchName})`;
}
