import { t } from '../../../l10n';
import type { ValueRule } from '../../rule';
import { isKind, subject, variableOf } from '../../subject';
import { judgeRange, rangeText } from '../../valueFacts';

export const imageRange255: ValueRule = {
  id: 'image/range-255',
  severity: 'error',
  title: 'IMAGE has values of 0 to 255',
  description: 'Values of an IMAGE reach far above 1, as 0..255 data does; SaveImage writes white.',
  fix: 'divide255',
  needs: 'values',
  supersedes: ['tensor/constant'],
  wants: tensor => isKind(tensor, 'IMAGE') && /^B?F/.test(tensor.header.dtype),
  check(tensor, stats) {
    const verdict = judgeRange(stats);
    if (verdict !== 'bytes' && verdict !== 'words') return null;
    const scale = verdict === 'bytes' ? '255' : '65535';
    const name = variableOf(tensor);
    return {
      tensor: tensor.header.name,
      message: t`${subject(tensor)} has values from ${rangeText(stats)}, as 0..${scale} data has, but an IMAGE runs from 0 to 1: it saves as white.`,
      found: t`values from ${rangeText(stats)}`,
      expected: t('values from 0 to 1'),
      why: t('SaveImage multiplies by 255 and clips, so that all but black becomes white.'),
      torch: `${name} = ${name} / ${scale}.0`,
      ...(verdict === 'words' ? { fix: null } : {}),
    };
  },
};
