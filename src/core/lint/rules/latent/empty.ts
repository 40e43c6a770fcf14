import { readLatent } from '../../../contracts/latent';
import { t } from '../../../l10n';
import type { HeaderRule } from '../../rule';
import { each, shapeOf, subject } from '../../subject';

export const latentEmpty: HeaderRule = {
  id: 'latent/empty',
  severity: 'error',
  title: 'LATENT is empty',
  description: 'A size of the samples is 0: there is nothing to decode.',
  needs: 'headers',
  check: each('LATENT', tensor =>
    readLatent(tensor.header.shape).fault === 'empty'
      ? {
          message: t`${subject(tensor)} is an empty LATENT: ${shapeOf(tensor)} has a size of 0, but every size must be at least 1.`,
          found: shapeOf(tensor),
          expected: t('every size at least 1'),
          why: t(
            'An empty slice of the batch or a size below one latent cell made it; sampler and VAE raise.',
          ),
        }
      : null,
  ),
};
