import { maskContract } from '../../../contracts/mask';
import { t } from '../../../l10n';
import type { ValueRule } from '../../rule';
import { isFloat, isKind, subject, variableOf } from '../../subject';
import { judgeRange, outsideText, rangeText } from '../../valueFacts';

export const maskRange: ValueRule = {
  id: 'mask/range',
  severity: 'warning',
  title: 'MASK has values outside 0 to 1',
  description: 'Some values of a MASK lie outside 0..1.',
  fix: 'clamp01',
  needs: 'values',
  supersedes: ['tensor/constant'],
  wants: tensor => isKind(tensor, maskContract.kind) && isFloat(tensor),
  check(tensor, stats) {
    const verdict = judgeRange(stats);
    if (verdict !== 'outside' && verdict !== 'signed') return null;
    const name = variableOf(tensor);
    return {
      tensor: tensor.header.name,
      message: t`${subject(tensor)} has ${outsideText(stats)} outside 0 to 1 (${rangeText(stats)}), but a MASK runs from 0 to 1: blending with it overshoots.`,
      found: t`values from ${rangeText(stats)}`,
      expected: t('values from 0 to 1'),
      why: t(
        'Sums of masks and bicubic resizing leave the range; blends then add or subtract light.',
      ),
      torch: `${name} = ${name}.clamp(0.0, 1.0)`,
    };
  },
};
