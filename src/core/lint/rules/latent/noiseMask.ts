import { latentContract } from '../../../contracts/latent';
import { t } from '../../../l10n';
import type { HeaderRule, LintTensor } from '../../rule';
import {
  dictOf,
  groupBy,
  isNoiseMask,
  shapeOf,
  subject,
  tensorsOf,
  variableOf,
} from '../../subject';

export const latentNoiseMask: HeaderRule = {
  id: 'latent/noise-mask',
  severity: 'error',
  title: 'Noise mask does not fit its LATENT',
  description:
    'noise_mask has not 3, 4 or 5 axes, or its batch is neither 1 nor that of the samples.',
  needs: 'headers',
  check(file) {
    const masks = (file.byKind.get(latentContract.kind) ?? []).filter(isNoiseMask);
    if (masks.length === 0) return [];
    const samples = groupBy(tensorsOf(file, latentContract.kind), dictOf);
    return masks.flatMap(mask => {
      const draft = rankDraft(mask) ?? batchDraft(mask, samples.get(dictOf(mask))?.[0]);
      return draft ? [{ ...draft, tensor: mask.header.name }] : [];
    });
  },
};

function rankDraft(tensor: LintTensor) {
  const { shape } = tensor.header;
  if (shape.length >= 3 && shape.length <= 5) return null;
  const name = variableOf(tensor);
  const found = t`rank ${shape.length}, ${shapeOf(tensor)}`;
  return {
    message: t`${subject(tensor)} has ${found}, but a noise mask has 3, 4 or 5 axes, such as [B,1,H,W]: the sampler cannot resize it.`,
    found,
    expected: t('[B,H,W], [B,1,H,W] or [B,1,T,H,W], in pixels or latent cells'),
    why: t('The sampler interpolates it to the latent, which needs a batch and a channel axis.'),
    ...(shape.length === 2
      ? { torch: `${name} = ${name}.reshape((-1, 1, ${name}.shape[-2], ${name}.shape[-1]))` }
      : {}),
  };
}

function batchDraft(tensor: LintTensor, samples: LintTensor | undefined) {
  const maskShape = tensor.header.shape;
  const shape = samples?.header.shape ?? [];
  const batch = shape[0];
  // A flat mask on a video counts frames in its first axis.
  const countsFrames = shape.length === 5 && maskShape.length < 5;
  if (!samples || shape.length < 3 || countsFrames) return null;
  if (maskShape[0] === 1 || maskShape[0] === batch) return null;
  const name = variableOf(tensor);
  return {
    message: t`${subject(tensor)} has a batch of ${maskShape[0]} in ${shapeOf(tensor)}, but ${subject(samples)} has ${batch}: it must be 1 or ${batch}.`,
    found: t`batch ${maskShape[0]}`,
    expected: t`batch 1 or ${batch}`,
    why: t(
      'The sampler repeats or cuts the mask to the batch, so that pictures get the wrong one.',
    ),
    torch: `${name} = comfy.utils.repeat_to_batch_size(${name}, ${batch})`,
    fix: 'repeatBatch' as const,
  };
}
