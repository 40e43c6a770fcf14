import { imageContract } from '../../../contracts/image';
import { t } from '../../../l10n';
import type { HeaderRule } from '../../rule';
import { each, shapeOf, subject, variableOf } from '../../subject';

export const imageAlpha: HeaderRule = {
  id: 'image/alpha',
  severity: 'info',
  title: 'IMAGE has an alpha channel',
  description: 'An IMAGE of 4 channels: many nodes want 3 and fail where RGBA meets RGB.',
  fix: 'splitAlpha',
  needs: 'headers',
  check: each(imageContract, (tensor, reading) => {
    if (reading.fault || reading.ambiguity || tensor.header.shape[3] !== 4) return null;
    const name = variableOf(tensor);
    return {
      message: t`${subject(tensor)} has 4 channels (RGBA) in ${shapeOf(tensor)}; many nodes expect 3 and fail where RGBA meets RGB.`,
      found: t`4 channels in ${shapeOf(tensor)}`,
      expected: t('3 channels, and a MASK of 1 - alpha beside it'),
      why: t('torch.cat and arithmetic of a 4-channel with a 3-channel IMAGE raise.'),
      torch: `mask, ${name} = 1.0 - ${name}[..., 3], ${name}[..., :3]`,
    };
  }),
};
