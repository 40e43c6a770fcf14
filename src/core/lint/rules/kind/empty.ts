import { t } from '../../../l10n';
import type { HeaderRule } from '../../rule';
import { each, shapeOf, subject } from '../../subject';
import { perKind } from './perKind';

/** A size is 0. */
export const emptyRules: readonly HeaderRule[] = perKind(
  'empty',
  'empty',
  (entry, contract, { message, expected, why }) => ({
    ...entry,
    needs: 'headers',
    check: each(contract, (tensor, { fault }) =>
      fault === 'empty'
        ? {
            message: t(message, subject(tensor), shapeOf(tensor)),
            found: shapeOf(tensor),
            expected: t(expected),
            why: t(why),
          }
        : null,
    ),
  }),
);
