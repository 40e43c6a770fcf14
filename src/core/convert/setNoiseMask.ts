import { latentContract } from '../contracts/latent';
import { maskContract } from '../contracts/mask';
import { mark, t, verbatim } from '../l10n';
import { demand, nameOf, refuse } from './checks';
import type { ConversionContext, ConversionInput, SeveralConversion } from './conversion';
import { LATENT, MASK } from './docsExamples';
import { missing } from './imageItems';
import { partnerPlanes } from './maskShape';
import type { OptionValues } from './options';
import { findTensor, ofKind } from './partners';
import { renamed, unsqueeze } from './views';

/** A LATENT with `noise_mask` `[N,1,H,W]`, at the mask's own size: the sampler resizes it. */
export const setNoiseMask: SeveralConversion = {
  id: 'setNoiseMask',
  title: mark('Set Latent Noise Mask'),
  summary: 'Adds a MASK to a LATENT as noise_mask [-1,1,H,W]; it is not resized.',
  from: mark('LATENT and MASK'),
  to: mark('LATENT with noise_mask'),
  how: 'bits',
  takes: 'several',
  group: 'latent',
  suffix: 'noise-mask',
  madeFor: latentContract.kind,
  options: [
    { name: 'latent', title: mark('LATENT'), type: 'tensor' },
    { name: 'mask', title: mark('MASK'), type: 'tensor' },
  ],
  applies: () => null,
  // A noise mask that is there already is replaced.
  uses: (inputs, options, context) => [
    ...partners(inputs, options, context),
    ...inputs.filter(input => input.role === 'noise_mask'),
  ],
  run: (inputs, options, context) => {
    const [latent, mask] = partners(inputs, options, context);
    const noiseMask = renamed(unsqueeze(partnerPlanes(mask), 1), 'noise_mask');
    return [
      { ...renamed(latent.tensor, 'samples'), kind: latentContract.kind },
      { ...noiseMask, kind: latentContract.kind },
    ];
  },
  example: { tensors: [LATENT, MASK] },
  torchSnippet: name =>
    `latent = {'samples': ${name}, 'noise_mask': mask.reshape(-1, 1, *mask.shape[-2:])}`,
  numpySnippet: name =>
    `latent = {'samples': ${name}, 'noise_mask': mask.reshape(-1, 1, *mask.shape[-2:])}`,
};

function partners(
  inputs: readonly ConversionInput[],
  options: OptionValues,
  context: ConversionContext,
): [ConversionInput, ConversionInput] {
  const latent = latentPartner(inputs, options, context);
  return [latent, maskFor(inputs, latent, options, context)];
}

function latentPartner(
  inputs: readonly ConversionInput[],
  options: OptionValues,
  context: ConversionContext,
): ConversionInput {
  const reference = options.text('latent');
  const found =
    reference === ''
      ? ofKind(inputs, latentContract.kind, 4, 5)[0]
      : findTensor(context, reference);
  if (!found) return missing(verbatim(latentContract.kind), inputs);
  demand(found, input =>
    input.tensor.shape.length >= 3 && !input.tensor.shape.includes(0)
      ? null
      : t`${nameOf(input)} is no LATENT [B,C,H,W]`,
  );
  return found;
}

/** The MASK named, or the first given: a batch that is neither 1 nor the LATENT's could not be used. */
function maskFor(
  inputs: readonly ConversionInput[],
  latent: ConversionInput,
  options: OptionValues,
  context: ConversionContext,
): ConversionInput {
  const reference = options.text('mask');
  const others = inputs.filter(input => input !== latent && input.role !== 'noise_mask');
  const mask =
    reference === '' ? ofKind(others, maskContract.kind, 2, 3)[0] : findTensor(context, reference);
  if (!mask) return missing(verbatim(maskContract.kind), inputs);
  const [count] = partnerPlanes(mask).shape;
  const batch = latent.tensor.shape[0]!;
  const isVideo = latent.tensor.shape.length === 5;
  if (count === 1 || count === batch || isVideo) return mask;
  return refuse(
    mask,
    t`${nameOf(mask)} holds ${count} masks, the LATENT ${batch} items: one mask, or as many as items, are needed`,
  );
}
