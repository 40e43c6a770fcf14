import { t } from '../../../l10n';
import type { ValueRule } from '../../rule';
import { isFloat, isKind, subject, variableOf } from '../../subject';
import { judgeRange, rangeText } from '../../valueFacts';
import { perKind } from './perKind';

/** Values as 0..255 or 0..65535 data has them. */
export const range255Rules: readonly ValueRule[] = perKind(
  'range255',
  'range-255',
  (entry, { kind }, { message, expected, why }) => ({
    ...entry,
    fix: 'divide255',
    needs: 'values',
    supersedes: ['tensor/constant'],
    wants: tensor => isKind(tensor, kind) && isFloat(tensor),
    check(tensor, stats) {
      const verdict = judgeRange(stats);
      if (verdict !== 'bytes' && verdict !== 'words') return null;
      const scale = verdict === 'bytes' ? '255' : '65535';
      const name = variableOf(tensor);
      return {
        tensor: tensor.header.name,
        message: t(message, subject(tensor), rangeText(stats), scale),
        found: t`values from ${rangeText(stats)}`,
        expected: t(expected),
        why: t(why),
        torch: `${name} = ${name} / ${scale}.0`,
        ...(verdict === 'words' ? { fix: null } : {}),
      };
    },
  }),
);
