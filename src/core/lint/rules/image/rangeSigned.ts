import { imageContract } from '../../../contracts/image';
import { t } from '../../../l10n';
import type { ValueRule } from '../../rule';
import { isFloat, isKind, subject, variableOf } from '../../subject';
import { judgeRange, rangeText } from '../../valueFacts';

export const imageRangeSigned: ValueRule = {
  id: 'image/range-signed',
  severity: 'error',
  title: 'IMAGE has values of -1 to 1',
  description:
    'Values of an IMAGE run from about -1 to about 1, as models and raw VAE output have them.',
  fix: 'signedToUnit',
  needs: 'values',
  wants: tensor => isKind(tensor, imageContract.kind) && isFloat(tensor),
  check(tensor, stats) {
    if (judgeRange(stats) !== 'signed') return null;
    const name = variableOf(tensor);
    return {
      tensor: tensor.header.name,
      message: t`${subject(tensor)} has values from ${rangeText(stats)}, as -1..1 data has, but an IMAGE runs from 0 to 1: the dark half saves as black.`,
      found: t`values from ${rangeText(stats)}`,
      expected: t('values from 0 to 1'),
      why: t('SaveImage clips below 0, so that every tone below the middle is lost.'),
      torch: `${name} = (${name} + 1.0) / 2.0`,
    };
  },
};
