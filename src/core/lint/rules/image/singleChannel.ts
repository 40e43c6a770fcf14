import { imageContract } from '../../../contracts/image';
import { t } from '../../../l10n';
import type { HeaderRule } from '../../rule';
import { each, shapeOf, subject, variableOf } from '../../subject';

export const imageSingleChannel: HeaderRule = {
  id: 'image/single-channel',
  severity: 'warning',
  title: 'IMAGE has one channel',
  description: 'An IMAGE of 1 channel: SaveImage and PreviewImage refuse it.',
  fix: 'maskToImage',
  needs: 'headers',
  check: each(imageContract, (tensor, reading) => {
    if (reading.fault || reading.ambiguity || tensor.header.shape[3] !== 1) return null;
    const name = variableOf(tensor);
    return {
      message: t`${subject(tensor)} has 1 channel in ${shapeOf(tensor)}, but SaveImage refuses an IMAGE of one channel: repeat it to three.`,
      found: t`1 channel in ${shapeOf(tensor)}`,
      expected: t('3 channels, or a MASK [B,H,W]'),
      why: t('PIL raises "Cannot handle this data type: (1, 1, 1), |u1".'),
      torch: `${name} = ${name}.repeat(1, 1, 1, 3)`,
    };
  }),
};
