import { imageContract } from '../../../contracts/image';
import { t } from '../../../l10n';
import type { ValueRule } from '../../rule';
import { isFloat, isKind, subject, variableOf } from '../../subject';
import { judgeRange, outsideText, rangeText } from '../../valueFacts';

export const imageRange: ValueRule = {
  id: 'image/range',
  severity: 'info',
  title: 'IMAGE has values outside 0 to 1',
  description:
    'Some values of an IMAGE lie outside 0..1: legal for HDR, clipped when saved as PNG.',
  fix: 'clamp01',
  needs: 'values',
  supersedes: ['tensor/constant'],
  wants: tensor => isKind(tensor, imageContract.kind) && isFloat(tensor),
  check(tensor, stats) {
    if (judgeRange(stats) !== 'outside') return null;
    const name = variableOf(tensor);
    return {
      tensor: tensor.header.name,
      message: t`${subject(tensor)} has ${outsideText(stats)} outside 0 to 1 (${rangeText(stats)}): legal for HDR, clipped when saved as PNG.`,
      found: t`values from ${rangeText(stats)}`,
      expected: t('values from 0 to 1, unless it is HDR'),
      why: t('SaveImage clips what lies outside without a word.'),
      torch: `${name} = ${name}.clamp(0.0, 1.0)`,
    };
  },
};
