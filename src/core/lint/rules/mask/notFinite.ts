import { t } from '../../../l10n';
import type { ValueRule } from '../../rule';
import { isKind, subject, variableOf } from '../../subject';
import { firstPlace, notFiniteAmong, notFiniteCount, notFiniteText } from '../../valueFacts';

export const maskNotFinite: ValueRule = {
  id: 'mask/not-finite',
  severity: 'error',
  title: 'MASK holds NaN or Inf',
  description:
    'A MASK holds NaN or infinite values, which spread into every picture blended with it.',
  fix: 'replaceNonFinite',
  needs: 'values',
  wants: tensor => isKind(tensor, 'MASK') && /^B?F/.test(tensor.header.dtype),
  check(tensor, stats) {
    if (notFiniteCount(stats) === 0) return null;
    const name = variableOf(tensor);
    return {
      tensor: tensor.header.name,
      ...firstPlace(stats),
      message: t`${subject(tensor)} holds ${notFiniteAmong(stats)}, but a MASK must be finite: blending spreads them into the picture.`,
      found: notFiniteText(stats),
      expected: t('finite values from 0 to 1'),
      why: t('A division by a mask sum or a maximum of 0 makes them; NaN saves as black.'),
      torch: `${name} = torch.nan_to_num(${name}, nan=0.0, posinf=1.0, neginf=0.0)`,
    };
  },
};
