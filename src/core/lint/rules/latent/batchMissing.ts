import { readLatent } from '../../../contracts/latent';
import { t, verbatim } from '../../../l10n';
import type { HeaderRule } from '../../rule';
import { each, shapeOf, subject, variableOf } from '../../subject';

export const latentBatchMissing: HeaderRule = {
  id: 'latent/batch-missing',
  severity: 'error',
  title: 'LATENT lacks its batch axis',
  description: 'The samples of a LATENT are [C,H,W] with C a known channel count.',
  fix: 'addBatch',
  needs: 'headers',
  check: each('LATENT', tensor => {
    const { shape } = tensor.header;
    const reading = readLatent(shape);
    if (reading.fault !== 'batch-missing') return null;
    const name = variableOf(tensor);
    const batched = shape.join(', ');
    return {
      message: reading.ambiguity
        ? t`${subject(tensor)} is [C,H,W] ${shapeOf(tensor)} without a batch axis, but a LATENT is [B,C,H,W], here [1, ${batched}] (ambiguous: or a batch of sequences).`
        : t`${subject(tensor)} is [C,H,W] ${shapeOf(tensor)} without a batch axis, but a LATENT is [B,C,H,W], here [1, ${batched}].`,
      found: verbatim(`[C,H,W] ${shapeOf(tensor)}`),
      expected: verbatim(`[B,C,H,W] [1, ${batched}]`),
      why: t(
        'Samplers and VAE decoders take the channels for the batch and raise on the channel count.',
      ),
      torch: `${name} = ${name}.unsqueeze(0)`,
    };
  }),
};
