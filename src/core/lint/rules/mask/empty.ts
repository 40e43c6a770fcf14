import { readMask } from '../../../contracts/mask';
import { t } from '../../../l10n';
import type { HeaderRule } from '../../rule';
import { each, shapeOf, subject } from '../../subject';

export const maskEmpty: HeaderRule = {
  id: 'mask/empty',
  severity: 'error',
  title: 'MASK is empty',
  description: 'A size of the MASK is 0: there is no mask in it.',
  needs: 'headers',
  check: each('MASK', tensor =>
    readMask(tensor.header.shape).fault === 'empty'
      ? {
          message: t`${subject(tensor)} is an empty MASK: ${shapeOf(tensor)} has a size of 0, but every size must be at least 1.`,
          found: shapeOf(tensor),
          expected: t('every size at least 1'),
          why: t(
            'An empty slice or an empty loop made it; the next node that reads a pixel raises.',
          ),
        }
      : null,
  ),
};
