import { t } from '../../../l10n';
import type { TensorStats } from '../../../tensor/stats';
import type { LintTensor, ValueRule } from '../../rule';
import { isFloat, subject, variableOf } from '../../subject';
import { firstPlace, notFiniteAmong, notFiniteCount, notFiniteText } from '../../valueFacts';

export const tensorNotFinite: ValueRule = {
  id: 'tensor/not-finite',
  severity: 'warning',
  title: 'Tensor holds NaN or Inf',
  description: 'A float tensor that is held to no contract holds NaN or infinite values.',
  fix: 'replaceNonFinite',
  needs: 'values',
  wants: tensor => tensor.classification.kind === null && isFloat(tensor),
  check(tensor, stats) {
    if (notFiniteCount(stats) === 0 || isAdditiveMask(tensor, stats)) return null;
    const name = variableOf(tensor);
    return {
      tensor: tensor.header.name,
      ...firstPlace(stats),
      message: t`${subject(tensor)} holds ${notFiniteAmong(stats)}; finite values were expected, as they spread through all that is computed from them.`,
      found: notFiniteText(stats),
      expected: t('finite values'),
      why: t('NaN and Inf spread through every sum and product.'),
      torch: `${name} = torch.nan_to_num(${name})`,
    };
  },
};

/** An additive attention mask holds -Inf on purpose. */
function isAdditiveMask(tensor: LintTensor, stats: TensorStats): boolean {
  return /mask|bias/i.test(tensor.header.name) && stats.nan === 0 && stats.posInf === 0;
}
