import { type LocalText, mark, t } from '../l10n';
import { metadataWithout } from '../models/quantised/metadata';
import { DTYPES, type DTypeName } from '../tensor/dtypes';
import { type Tensor, valueDType } from '../tensor/tensor';
import { TORCH_DTYPES } from '../tensor/torchDtypes';
import { castElements } from './cast';
import { nameOf } from './checks';
import type { ConversionInput, OneConversion } from './conversion';
import { mappedTensor } from './lazy';
import { assign } from './snippets';

const EXACT: DTypeName = 'F32';
const TARGETS: readonly DTypeName[] = [EXACT, 'F16', 'BF16'];
/** Past float16's range there is infinity, as torch casts. */
const CAST = { lossy: true, overflow: 'torch' } as const;

/** Quantised weights as the numbers that their codes stand for; what only explained the codes goes. */
export const dequantize: OneConversion = {
  id: 'dequantize',
  title: mark('Dequantize'),
  summary:
    'Writes quantised weights (scaled fp8, NVFP4, MXFP8, NF4, INT8, GPTQ, AWQ, torchao, GGUF blocks) as the numbers that their codes stand for, without the scales.',
  from: mark('quantised weights'),
  to: mark('F32, F16 or BF16'),
  how: 'maths',
  takes: 'one',
  group: 'format',
  suffix: 'dequantized',
  madeFor: null,
  options: [
    { name: 'dtype', title: mark('New dtype'), type: 'choice', choices: TARGETS, default: EXACT },
  ],
  applies: input => (realOf(input) ? null : reasonOf(input)),
  run: (input, options) => {
    const real = realOf(input)!;
    const { storedBytes: _, ...values } = { ...real, dtype: DTYPES[EXACT] };
    const to = DTYPES[options.text('dtype') as DTypeName];
    if (to === values.dtype) return [values];
    return [
      mappedTensor(values, to, (bytes, count) =>
        castElements(bytes, count, values.dtype, to, CAST),
      ),
    ];
  },
  leaves: (chosen, all) => {
    const names = chosen.flatMap(input => input.quantised?.real?.name ?? []);
    const kept = all.filter(input => !chosen.includes(input)).flatMap(partsOf);
    const dropped = new Set(chosen.flatMap(partsOf));
    for (const part of kept) dropped.delete(part);
    return { dropped, metadata: metadataWithout(all[0]?.metadata ?? new Map(), names) };
  },
  example: {
    tensors: [
      ['layer.weight', null, 'F8_E4M3', [3072, 768]],
      ['layer.weight_scale', null, 'F32', []],
    ],
  },
  torchSnippet: (name, options) =>
    assign(name, `(${name}.float() * scale).to(torch.${TORCH_DTYPES[options.text('dtype')]})`),
  // NumPy has no bfloat16 of its own: ml_dtypes does.
  numpySnippet: (name, options) => {
    const dtype = options.text('dtype');
    const library = dtype === 'BF16' ? 'ml_dtypes' : 'np';
    return assign(
      name,
      `(${name}.astype(np.float32) * scale).astype(${library}.${TORCH_DTYPES[dtype]})`,
    );
  },
};

/** What the codes stand for: by a convention, or by the block type of the tensor itself. */
function realOf({ quantised, tensor }: ConversionInput): Tensor | null {
  if (quantised) return quantised.real;
  return valueDType(tensor) === tensor.dtype ? null : tensor;
}

function reasonOf(input: ConversionInput): LocalText {
  return (
    input.quantised?.reason ??
    t`${nameOf(input)} is ${input.tensor.dtype.name}: it is no quantised weight of a convention that is known here`
  );
}

function partsOf({ quantised }: ConversionInput): readonly string[] {
  return quantised?.parts ?? [];
}
