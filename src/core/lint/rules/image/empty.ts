import { readImage } from '../../../contracts/image';
import { t } from '../../../l10n';
import type { HeaderRule } from '../../rule';
import { each, shapeOf, subject } from '../../subject';

export const imageEmpty: HeaderRule = {
  id: 'image/empty',
  severity: 'error',
  title: 'IMAGE is empty',
  description: 'A size of the IMAGE is 0: there is no picture in it.',
  needs: 'headers',
  check: each('IMAGE', tensor =>
    readImage(tensor.header.shape).fault === 'empty'
      ? {
          message: t`${subject(tensor)} is an empty IMAGE: ${shapeOf(tensor)} has a size of 0, but every size must be at least 1.`,
          found: shapeOf(tensor),
          expected: t('every size at least 1'),
          why: t(
            'An empty slice or an empty loop made it; the next node that reads a pixel raises.',
          ),
        }
      : null,
  ),
};
