import { readImage } from '../../../contracts/image';
import { t, verbatim } from '../../../l10n';
import type { HeaderRule } from '../../rule';
import { each, shapeOf, subject, variableOf } from '../../subject';

export const imageBatchMissing: HeaderRule = {
  id: 'image/batch-missing',
  severity: 'error',
  title: 'IMAGE lacks its batch axis',
  description: 'An IMAGE of shape [H,W,C]: the batch axis was dropped, by image[0] or squeeze().',
  fix: 'addBatch',
  needs: 'headers',
  check: each('IMAGE', tensor => {
    const { shape } = tensor.header;
    if (readImage(shape).fault !== 'batch-missing') return null;
    const name = variableOf(tensor);
    return {
      message: t`${subject(tensor)} is [H,W,C] ${shapeOf(tensor)} without a batch axis, but an IMAGE is [B,H,W,C], here [1, ${shape.join(', ')}].`,
      found: verbatim(`[H,W,C] ${shapeOf(tensor)}`),
      expected: verbatim(`[B,H,W,C] [1, ${shape.join(', ')}]`),
      why: t(
        'SaveImage takes the first axis as the batch and writes one strip per row; nodes that unpack four sizes fail.',
      ),
      torch: `${name} = ${name}.unsqueeze(0)`,
    };
  }),
};
