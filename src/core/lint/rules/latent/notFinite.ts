import { t } from '../../../l10n';
import type { ValueRule } from '../../rule';
import { subject, variableOf } from '../../subject';
import { firstPlace, notFiniteAmong, notFiniteCount, notFiniteText } from '../../valueFacts';

export const latentNotFinite: ValueRule = {
  id: 'latent/not-finite',
  severity: 'error',
  title: 'LATENT holds NaN or Inf',
  description:
    'The samples or the noise mask of a LATENT hold NaN or infinite values: it decodes to black.',
  fix: 'replaceNonFinite',
  needs: 'values',
  wants: tensor => tensor.classification.kind === 'LATENT' && /^B?F/.test(tensor.header.dtype),
  check(tensor, stats) {
    if (notFiniteCount(stats) === 0) return null;
    const name = variableOf(tensor);
    return {
      tensor: tensor.header.name,
      ...firstPlace(stats),
      message: t`${subject(tensor)} holds ${notFiniteAmong(stats)}, but a LATENT must be finite: it decodes to black.`,
      found: notFiniteText(stats),
      expected: t('finite values'),
      why: t(
        'One NaN spreads over the whole picture in the VAE; a model in half precision often made it.',
      ),
      torch: `${name} = torch.nan_to_num(${name}, nan=0.0, posinf=0.0, neginf=0.0)`,
    };
  },
};
