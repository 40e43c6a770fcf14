import { readMask } from '../../../contracts/mask';
import { t } from '../../../l10n';
import type { HeaderRule } from '../../rule';
import { each, shapeOf, subject, variableOf } from '../../subject';

export const maskRank: HeaderRule = {
  id: 'mask/rank',
  severity: 'error',
  title: 'MASK has the wrong rank',
  description:
    'A MASK has three axes, [B,H,W]; this shape has another number and no simpler cause.',
  needs: 'headers',
  check: each('MASK', tensor => {
    const { shape } = tensor.header;
    if (readMask(shape).fault !== 'rank') return null;
    const name = variableOf(tensor);
    const found = t`rank ${shape.length}, ${shapeOf(tensor)}`;
    return {
      message: t`${subject(tensor)} has ${found}, but a MASK is [B,H,W]: nodes that unpack three sizes fail.`,
      found,
      expected: t('rank 3, [B,H,W]'),
      why: t(
        'A MASK has one value per pixel; a picture of colours must be reduced to one channel first.',
      ),
      ...torchFor(name, shape),
    };
  }),
};

function torchFor(name: string, shape: readonly number[]): { torch?: string } {
  if (shape.length !== 4) return {};
  return { torch: shape[3]! <= 4 ? `${name} = ${name}[..., 0]` : `${name} = ${name}[:, 0]` };
}
