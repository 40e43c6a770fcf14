import { readLatent } from '../../../contracts/latent';
import { t } from '../../../l10n';
import type { HeaderRule } from '../../rule';
import { each, shapeOf, subject } from '../../subject';

export const latentRank: HeaderRule = {
  id: 'latent/rank',
  severity: 'error',
  title: 'LATENT has the wrong rank',
  description: 'The samples of a LATENT have fewer than 3 or more than 5 axes.',
  needs: 'headers',
  check: each('LATENT', tensor => {
    const { shape } = tensor.header;
    if (readLatent(shape).fault !== 'rank') return null;
    const found = t`rank ${shape.length}, ${shapeOf(tensor)}`;
    return {
      message: t`${subject(tensor)} has ${found}, but a LATENT is [B,C,H,W], [B,C,T,H,W] for video or [B,C,L] for audio.`,
      found,
      expected: t('rank 4; 5 for video, 3 for audio and 3-D shapes'),
      why: t('No latent format has that many axes, so every sampler and VAE raises.'),
    };
  }),
};
