import { readImage } from '../../../contracts/image';
import type { HeaderRule } from '../../rule';
import { each, shapeOf, subject, variableOf } from '../../subject';

export const imageSingleChannel: HeaderRule = {
  id: 'image/single-channel',
  severity: 'warning',
  title: 'IMAGE has one channel',
  description: 'An IMAGE of 1 channel: SaveImage and PreviewImage refuse it.',
  fix: 'maskToImage',
  needs: 'headers',
  check: each('IMAGE', tensor => {
    const reading = readImage(tensor.header.shape);
    if (reading.fault || reading.ambiguity || tensor.header.shape[3] !== 1) return null;
    const name = variableOf(tensor);
    return {
      message: `${subject(tensor)} has 1 channel in ${shapeOf(tensor)}, but SaveImage refuses an IMAGE of one channel: repeat it to three.`,
      found: `1 channel in ${shapeOf(tensor)}`,
      expected: '3 channels, or a MASK [B,H,W]',
      why: 'PIL raises "Cannot handle this data type: (1, 1, 1), |u1".',
      torch: `${name} = ${name}.repeat(1, 1, 1, 3)`,
    };
  }),
};
