import { t } from '../../../l10n';
import type { ValueRule } from '../../rule';
import { isKind, subject, variableOf } from '../../subject';
import { judgeRange, rangeText } from '../../valueFacts';

export const maskRange255: ValueRule = {
  id: 'mask/range-255',
  severity: 'error',
  title: 'MASK has values of 0 to 255',
  description: 'Values of a MASK reach far above 1, as 0..255 data does.',
  fix: 'divide255',
  needs: 'values',
  supersedes: ['tensor/constant'],
  wants: tensor => isKind(tensor, 'MASK') && /^B?F/.test(tensor.header.dtype),
  check(tensor, stats) {
    const verdict = judgeRange(stats);
    if (verdict !== 'bytes' && verdict !== 'words') return null;
    const scale = verdict === 'bytes' ? '255' : '65535';
    const name = variableOf(tensor);
    return {
      tensor: tensor.header.name,
      message: t`${subject(tensor)} has values from ${rangeText(stats)}, as 0..${scale} data has, but a MASK runs from 0 to 1: blending with it overshoots.`,
      found: t`values from ${rangeText(stats)}`,
      expected: t('values from 0 to 1'),
      why: t(
        'mask * image + (1 - mask) * other blows up by the factor that the mask is too large.',
      ),
      torch: `${name} = ${name} / ${scale}.0`,
      ...(verdict === 'words' ? { fix: null } : {}),
    };
  },
};
