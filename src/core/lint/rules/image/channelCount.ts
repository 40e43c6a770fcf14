import { imageContract, readImage } from '../../../contracts/image';
import { t } from '../../../l10n';
import type { HeaderRule } from '../../rule';
import { each, shapeOf, subject, variableOf } from '../../subject';

export const imageChannelCount: HeaderRule = {
  id: 'image/channel-count',
  severity: 'error',
  title: 'IMAGE has no such channel count',
  description: 'The last axis of an IMAGE is not 1, 3 or 4.',
  needs: 'headers',
  check: each(imageContract, tensor => {
    const { shape } = tensor.header;
    if (readImage(shape).fault !== 'channel-count') return null;
    const name = variableOf(tensor);
    const found = t`${shape[3]!} channels in ${shapeOf(tensor)}`;
    return {
      message: t`${subject(tensor)} has ${found}, but an IMAGE has 1, 3 or 4 in its last axis: SaveImage cannot write it.`,
      found,
      expected: t('3 channels, or 4 with alpha, in the last axis'),
      why: t(
        'PIL knows no picture of that many channels; five come from an RGBA image joined with a mask.',
      ),
      ...(shape[3]! > 3 ? { torch: `${name} = ${name}[..., :3]` } : {}),
    };
  }),
};
