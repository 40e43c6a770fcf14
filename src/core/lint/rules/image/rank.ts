import { readImage } from '../../../contracts/image';
import { t } from '../../../l10n';
import type { HeaderRule } from '../../rule';
import { each, shapeOf, subject, variableOf } from '../../subject';

export const imageRank: HeaderRule = {
  id: 'image/rank',
  severity: 'error',
  title: 'IMAGE has the wrong rank',
  description:
    'An IMAGE has four axes, [B,H,W,C]; this shape has another number and no simpler cause.',
  needs: 'headers',
  check: each('IMAGE', tensor => {
    const { shape } = tensor.header;
    if (readImage(shape).fault !== 'rank') return null;
    const name = variableOf(tensor);
    const found = t`rank ${shape.length}, ${shapeOf(tensor)}`;
    return {
      message: t`${subject(tensor)} has ${found}, but an IMAGE is [B,H,W,C]: nodes that unpack its four sizes fail.`,
      found,
      expected: t('rank 4, [B,H,W,C]'),
      why: t(
        'Nodes unpack four sizes and SaveImage hands each item of the batch to PIL as one picture.',
      ),
      ...torchFor(name, shape),
    };
  }),
};

function torchFor(name: string, shape: readonly number[]): { torch?: string } {
  if (shape.length === 5) return { torch: `${name} = ${name}.flatten(0, 1)` };
  if (shape.length === 3) return { torch: `${name} = ${name}.unsqueeze(-1).expand(-1, -1, -1, 3)` };
  return {};
}
