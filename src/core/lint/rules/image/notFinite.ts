import { t } from '../../../l10n';
import type { ValueRule } from '../../rule';
import { isKind, subject, variableOf } from '../../subject';
import { firstPlace, notFiniteAmong, notFiniteCount, notFiniteText } from '../../valueFacts';

export const imageNotFinite: ValueRule = {
  id: 'image/not-finite',
  severity: 'error',
  title: 'IMAGE holds NaN or Inf',
  description: 'An IMAGE holds NaN or infinite values: NaN saves as black, Inf as white.',
  fix: 'replaceNonFinite',
  needs: 'values',
  wants: tensor => isKind(tensor, 'IMAGE') && /^B?F/.test(tensor.header.dtype),
  check(tensor, stats) {
    if (notFiniteCount(stats) === 0) return null;
    const name = variableOf(tensor);
    return {
      tensor: tensor.header.name,
      ...firstPlace(stats),
      message: t`${subject(tensor)} holds ${notFiniteAmong(stats)}, but an IMAGE must be finite: NaN saves as black.`,
      found: notFiniteText(stats),
      expected: t('finite values'),
      why: t(
        'NaN becomes 0 on save ("invalid value encountered in cast") and spreads through every blur and resize.',
      ),
      torch: `${name} = torch.nan_to_num(${name}, nan=0.0, posinf=1.0, neginf=0.0)`,
    };
  },
};
