import { t } from '../../../l10n';
import type { HeaderRule } from '../../rule';
import { each, shapeOf, subject, variableOf } from '../../subject';
import { perKind } from './perKind';

/** Another number of axes than the kind has, and no simpler cause. */
export const rankRules: readonly HeaderRule[] = perKind(
  'rank',
  'rank',
  (entry, contract, { message, expected, why, torch }) => ({
    ...entry,
    needs: 'headers',
    check: each(contract, (tensor, { fault, shape }) => {
      if (fault !== 'rank') return null;
      const found = t`rank ${shape.length}, ${shapeOf(tensor)}`;
      const mended = torch?.(variableOf(tensor), shape);
      return {
        message: t(message, subject(tensor), found),
        found,
        expected: t(expected),
        why: t(why),
        ...(mended ? { torch: mended } : {}),
      };
    }),
  }),
);
