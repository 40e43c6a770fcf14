import { maskContract } from '../../../contracts/mask';
import { t, verbatim } from '../../../l10n';
import type { HeaderRule } from '../../rule';
import { each, shapeOf, subject, variableOf } from '../../subject';

export const maskChannelAxis: HeaderRule = {
  id: 'mask/channel-axis',
  severity: 'error',
  title: 'MASK has a channel axis',
  description: 'A MASK of shape [B,1,H,W] or [B,H,W,1]: a MASK has no channel axis.',
  fix: 'squeezeChannel',
  needs: 'headers',
  check: each(maskContract, (tensor, reading) => {
    if (reading.fault !== 'channel-axis') return null;
    const axis = reading.wrong[0]!;
    const name = variableOf(tensor);
    const squeezed = tensor.header.shape.toSpliced(axis, 1).join(', ');
    const layout = axis === 1 ? '[B,1,H,W]' : '[B,H,W,1]';
    return {
      message: t`${subject(tensor)} is ${layout} ${shapeOf(tensor)}, but a MASK is [B,H,W], here [${squeezed}]: the channel axis breaks nodes that unpack three sizes.`,
      found: verbatim(`${layout} ${shapeOf(tensor)}`),
      expected: verbatim(`[B,H,W] [${squeezed}]`),
      why: t(
        'Nodes that flatten masks take it; others raise "too many values to unpack" or preview it wrongly.',
      ),
      torch: `${name} = ${name}.squeeze(${axis === 1 ? 1 : -1})`,
    };
  }),
};
