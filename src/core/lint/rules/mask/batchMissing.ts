import { readMask } from '../../../contracts/mask';
import { t, verbatim } from '../../../l10n';
import type { HeaderRule } from '../../rule';
import { each, shapeOf, subject, variableOf } from '../../subject';

export const maskBatchMissing: HeaderRule = {
  id: 'mask/batch-missing',
  severity: 'warning',
  title: 'MASK lacks its batch axis',
  description: 'A MASK of shape [H,W]: some nodes take it, others index three axes and fail.',
  fix: 'addBatch',
  needs: 'headers',
  check: each('MASK', tensor => {
    const { shape } = tensor.header;
    if (readMask(shape).fault !== 'batch-missing') return null;
    const name = variableOf(tensor);
    return {
      message: t`${subject(tensor)} is [H,W] ${shapeOf(tensor)} without a batch axis, but a MASK is [B,H,W], here [1, ${shape.join(', ')}]: nodes that index three axes fail.`,
      found: verbatim(`[H,W] ${shapeOf(tensor)}`),
      expected: verbatim(`[B,H,W] [1, ${shape.join(', ')}]`),
      why: t(
        'Nodes that slice or unpack three axes raise "too many indices for tensor of dimension 2".',
      ),
      torch: `${name} = ${name}.unsqueeze(0)`,
    };
  }),
};
