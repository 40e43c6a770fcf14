import { t } from '../../../l10n';
import type { ValueRule } from '../../rule';
import { isFloat, subject, variableOf } from '../../subject';
import { firstPlace, notFiniteAmong, notFiniteCount, notFiniteText } from '../../valueFacts';
import { perKind } from './perKind';

/** NaN or infinite values; those of a LATENT's noise mask count. */
export const notFiniteRules: readonly ValueRule[] = perKind(
  'notFinite',
  'not-finite',
  (entry, { kind, range }, { message, expected, why }) => ({
    ...entry,
    fix: 'replaceNonFinite',
    needs: 'values',
    wants: tensor => tensor.classification.kind === kind && isFloat(tensor),
    check(tensor, stats) {
      if (notFiniteCount(stats) === 0) return null;
      const name = variableOf(tensor);
      return {
        tensor: tensor.header.name,
        ...firstPlace(stats),
        message: t(message, subject(tensor), notFiniteAmong(stats)),
        found: notFiniteText(stats),
        expected: t(expected),
        why: t(why),
        torch: `${name} = torch.nan_to_num(${name}, nan=0.0, posinf=${range ? '1.0' : '0.0'}, neginf=0.0)`,
      };
    },
  }),
);
